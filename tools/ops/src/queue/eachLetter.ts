/**
 * Does something with each dead letter, and says of which it is done.
 * @throws Error that names the first one that isn't there; those before it are done
 */
export async function eachLetter(
  numbers: readonly number[],
  work: (seq: number) => Promise<boolean>,
  done: string,
): Promise<string> {
  for (const [at, seq] of numbers.entries()) {
    if (await work(seq)) continue;
    const before = at > 0 ? ` Done: ${numbers.slice(0, at).join(', ')}.` : '';
    throw new Error(`There is no dead letter ${seq}.${before}`);
  }
  return `${done}: ${numbers.join(', ')}`;
}
