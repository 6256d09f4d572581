/** Whatever stands behind a name with one of these in it is an access to something. */
const ACCESS =
  /token|secret|passw|passphrase|authori[sz]ation|apikey|accesskey|privatekey|encryptionkey|cookie|credential|signature/;

/** What people said or named: never in a log. */
const SAID = new Set([
  'text',
  'transcript',
  'delta',
  'content',
  'prompt',
  'note',
  'notes',
  'sessionname',
  'filename',
  'bearer',
  'jwt',
  'key',
]);

/** Tells whether a field's value must not be logged, by its name in any notation (`apiKey`, `API_KEY`, `x-api-key`). */
export function isSensitiveName(name: string): boolean {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return SAID.has(plain) || ACCESS.test(plain);
}
