import type { ModelConfig } from '@parley/config';
import {
  asOneLine,
  toContext,
  type ContextImage,
  type ContextMessage,
  type CountTokens,
  type Entry,
} from '@parley/conversation';
import type { Unread } from '@parley/protocol';
import type { FileReader, ReadFile, Reading } from '../files/ReadFile.ts';
import { fileLines, type FilePlace } from './fileLines.ts';
import type { ImageAllowance } from './ImageAllowance.ts';
import { imageTokens } from './imageTokens.ts';
import { takeTokens } from './takeTokens.ts';

/** Tokens that a message takes beyond its text. */
export const PER_MESSAGE = 4;
/** Most tokens that a model is shown of one file. */
export const MOST_FILE_TOKENS = 20_000;
/** Of a file's text, fewer tokens than this say nothing. */
const LEAST_FILE_TOKENS = 20;
/** Tokens that are left to each other file before an image takes its own. */
const FOR_NAME = 100;

/** A message as a model is shown it. */
export interface Shown {
  readonly entry: Entry;
  readonly message: ContextMessage;
  readonly tokens: number;
  readonly unread: readonly Unread[];
}

/** Who is shown something, and how it is counted. */
export interface Viewer {
  readonly config: ModelConfig;
  readonly asking: Omit<Reading, 'vision'>;
  readonly files: FileReader;
  readonly count: CountTokens;
  readonly pause: () => Promise<void>;
  /** What the request may still take of images. */
  readonly images: ImageAllowance;
}

/** What a file adds to its message. */
interface Added {
  readonly lines: readonly string[];
  readonly tokens: number;
  readonly image?: ContextImage;
  readonly reason?: Unread['reason'];
}

/** The text of a message alone, with the tokens that it takes. */
export function textOf({ count }: Pick<Viewer, 'count'>, entry: Entry): Pick<Shown, 'message' | 'tokens'> {
  const message = toContext(entry);
  return { message, tokens: count(message.text) + PER_MESSAGE };
}

type Attachment = Entry['attachments'][number];

const isImage = ({ mime }: Attachment): boolean => mime.startsWith('image/');

/** Tokens of a line behind the text, with what parts it from the line before. */
const ofLine = ({ count }: Viewer, line: string): number => count(`${line}\n`) + 1;

/** Reads a file; who takes no images needn't be brought one to know. */
const read = async (
  { files, config: { vision }, asking, images }: Viewer,
  attachment: Attachment,
): Promise<ReadFile> => {
  if (isImage(attachment) && !vision) return { kind: 'unread', reason: 'no_vision' };
  if (isImage(attachment) && images.isUsedUp) return { kind: 'unread', reason: 'too_large' };
  return files.read(attachment.fileId, { ...asking, vision });
};

/** A line that says why a file isn't shown, if there is room even for that. */
function unread(viewer: Viewer, file: FilePlace, reason: Unread['reason'], share: number): Added {
  const line = fileLines.unread(file, reason);
  const tokens = ofLine(viewer, line);
  return tokens > share ? { lines: [], tokens: 0, reason } : { lines: [line], tokens, reason };
}

async function added(
  viewer: Viewer,
  attachment: Attachment,
  place: FilePlace,
  share: number,
): Promise<Added> {
  const { count, config, pause } = viewer;
  await pause();
  const file = await read(viewer, attachment);
  switch (file.kind) {
    case 'unread':
      return unread(viewer, place, file.reason, share);
    case 'image': {
      const line = fileLines.image(place);
      const tokens = ofLine(viewer, line) + imageTokens(config);
      const fits = tokens <= share && viewer.images.take(file.image.bytes.length);
      return fits ? { lines: [line], tokens, image: file.image } : unread(viewer, place, 'too_large', share);
    }
    case 'text': {
      const [before, behind] = [fileLines.text(place), fileLines.cut(place)];
      const marks = ofLine(viewer, before) + ofLine(viewer, behind) + ofLine(viewer, '');
      const most = Math.min(MOST_FILE_TOKENS, share) - marks;
      if (most < LEAST_FILE_TOKENS) return unread(viewer, place, 'too_large', share);
      const { text, tokens, isWhole } = await takeTokens(file.text, most, count, pause);
      const isCut = !isWhole || !file.isWhole;
      return { lines: [before, asOneLine(text), ...(isCut ? [behind] : [])], tokens: tokens + marks };
    }
  }
}

/**
 * What each file adds, in their order. Images take what they take, so they come first, as long as the others have enough
 * to be named; those share what is left.
 */
async function addedBy(
  viewer: Viewer,
  attachments: readonly Attachment[],
  forFiles: number,
): Promise<Added[]> {
  const of = attachments.length;
  const places = [...attachments.entries()].sort(([, a], [, b]) => Number(isImage(b)) - Number(isImage(a)));
  const parts: Added[] = [];
  let left = forFiles;
  for (const [done, [at, attachment]] of places.entries()) {
    const others = of - done - 1;
    const even = left / (others + 1);
    const share = Math.floor(isImage(attachment) ? Math.max(even, left - others * FOR_NAME) : even);
    const part = await added(viewer, attachment, { name: attachment.name, place: at + 1, of }, share);
    left -= part.tokens;
    parts[at] = part;
  }
  return parts;
}

/** A message with its files, which take at most `forFiles` tokens. */
export async function showMessage(viewer: Viewer, entry: Entry, forFiles: number): Promise<Shown> {
  const { message, tokens } = textOf(viewer, entry);
  const { attachments } = entry;
  const parts = await addedBy(viewer, attachments, forFiles);
  const text = [message.text, parts.flatMap(({ lines }) => lines).join('\n')].filter(Boolean).join('\n\n');
  const images = parts.flatMap(({ image }) => image ?? []);
  return {
    entry,
    message: { ...message, text, ...(images.length > 0 && { images }) },
    tokens: parts.reduce((sum, part) => sum + part.tokens, tokens),
    unread: parts.flatMap(({ reason }, at) => {
      const { fileId = '', name = '' } = attachments[at] ?? {};
      return reason ? [{ fileId, name, reason }] : [];
    }),
  };
}
