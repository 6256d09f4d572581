/** A random id for a reader. Not `randomUUID`, which is missing on pages that came over plain HTTP. */
export const newUserId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
