import { expectedAnswer } from '../checker/expectedAnswer.ts';

/** What the provider answers: the pieces it streams, the time before each in milliseconds, and whether it fails. */
export interface Script {
  readonly pieces: readonly string[];
  readonly everyMs: number;
  readonly failure?: 'at once' | 'in the middle';
}

const EVERY_MS = 10;
const HALF = 'This answer breaks off in the';

/** Pieces about as large as tokens; together they are the text. */
const inPieces = (text: string): string[] => text.match(/\s*\S{1,6}|\s+$/gu) ?? [];

/** The same to the same text, always: what the demo model says where the checker knows it. */
export function scriptFor(said: string): Script {
  const [, name, argument = ''] = /^\/([a-z]+) ([^]*)$/.exec(said) ?? [];
  if (name === 'fail') return { pieces: [], everyMs: 0, failure: 'at once' };
  if (name === 'cut') return { pieces: inPieces(HALF), everyMs: EVERY_MS, failure: 'in the middle' };
  const everyMs = name === 'slow' ? Number.parseInt(argument, 10) || EVERY_MS : EVERY_MS;
  return { pieces: inPieces(expectedAnswer(said) ?? `You said ${said.length} characters.`), everyMs };
}
