const words = (count: number): string => Array.from({ length: count }, (_, at) => `word${at + 1} `).join('');

/** What the demo model answers to what was said; undefined when the checker doesn't know. */
export function expectedAnswer(said: string): string | undefined {
  const [, name, argument = ''] = /^\/([a-z]+) ([^]*)$/.exec(said) ?? [];
  if (name === 'echo') return argument;
  if (name === 'slow') return words(200);
  if (name === 'long') return words(Number.parseInt(argument, 10));
  return undefined;
}
