/** A key's bytes as a string: what sets and maps compare. */
const nameOf = (key: Uint8Array): string =>
  Buffer.from(key.buffer, key.byteOffset, key.length).toString('latin1');

/** The keys, each once, without those in `others`. */
export function distinct(keys: readonly Uint8Array[], others: readonly Uint8Array[] = []): Uint8Array[] {
  const byName = new Map(keys.map((key) => [nameOf(key), key]));
  for (const other of others) byName.delete(nameOf(other));
  return [...byName.values()];
}
