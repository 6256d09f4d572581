/** What some file system can't have in a name, what hides or breaks a line, and what turns the reading direction. */
const FORBIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\\/:*?"<>|]+/gu;
/** Names that Windows keeps for devices, with or without an extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;
/** File systems take 255 bytes: the rest is for a date, an id and the extension. */
const MAX_BYTES = 180;

/** The beginning of a text that fits, by whole characters as people see them. */
function fitting(text: string): string {
  let name = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (Buffer.byteLength(name + segment) > MAX_BYTES) break;
    name += segment;
  }
  return name;
}

/** A name for a file, without its extension, from a session's name: in its own script, and safe on any file system. */
export function fileName(name: string): string {
  const plain = name.normalize('NFC').replace(FORBIDDEN, ' ').replace(/\s+/gu, ' ').trimStart();
  const trimmed = fitting(plain).replace(/^[\s.]+|[\s.]+$/gu, '');
  if (trimmed === '') return 'conversation';
  return DEVICE.test(trimmed) ? `_${trimmed}` : trimmed;
}
