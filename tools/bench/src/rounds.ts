/** Measures some things by turns, so that whatever else the machine does meets all of them alike. */
export async function rounds<K extends string, T>(
  count: number,
  things: Readonly<Record<K, () => Promise<T>>>,
): Promise<Record<K, T[]>> {
  const names = Object.keys(things) as K[];
  const measured = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<K, T[]>;
  for (let round = 0; round < count; round++) {
    for (const name of names) measured[name].push(await things[name]());
  }
  return measured;
}
