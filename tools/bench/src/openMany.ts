/** Opens `count` of something, a few at a time. */
export async function openMany<T>(count: number, open: (at: number) => Promise<T>): Promise<T[]> {
  const opened: T[] = [];
  while (opened.length < count) {
    const batch = Array.from({ length: Math.min(50, count - opened.length) }, (_, at) =>
      open(opened.length + at),
    );
    opened.push(...(await Promise.all(batch)));
  }
  return opened;
}
