const words = (count: number): string => Array.from({ length: count }, (_, at) => `word${at + 1} `).join('');

/** What the demo model answers to a command. */
export function expectedAnswer(said: string): string {
  const [, name, argument = ''] = /^\/([a-z]+) ?([^]*)$/.exec(said) ?? [];
  if (name === 'echo') return argument;
  if (name === 'slow') return words(200);
  if (name === 'long') return words(Number(argument));
  throw new Error(`no expectation for ${said}`);
}
