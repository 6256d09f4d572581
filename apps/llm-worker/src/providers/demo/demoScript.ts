import type { ContextMessage } from '@parley/conversation';
import { DEMO_ANSWER } from './demoAnswer.ts';

/** What the demo model will do: the pieces it streams, the time before each, and whether it fails. */
export interface DemoScript {
  /** What it thinks before it says anything. */
  readonly thoughts?: readonly string[];
  readonly pieces: readonly string[];
  readonly everyMs: number;
  readonly failure?: 'at once' | 'in the middle';
}

/** Words of one `/long`: more would only be more of the same. */
const MOST_WORDS = 20_000;
/** Longest pause of a `/slow`, in milliseconds. */
const LONGEST_PAUSE = 60_000;

const number = (argument: string, most: number, otherwise: number): number => {
  const value = Number.parseInt(argument, 10);
  return Number.isNaN(value) ? otherwise : Math.min(Math.max(value, 0), most);
};
const words = (count: number): string[] => Array.from({ length: count }, (_, at) => `word${at + 1} `);
/** Pieces about as large as tokens; together they are the text. */
const inPieces = (text: string): string[] => text.match(/\s*\S{1,6}|\s+$/gu) ?? [];

const COMMANDS: Record<string, (argument: string, messages: readonly ContextMessage[]) => DemoScript> = {
  '/long': (argument) => ({ pieces: words(number(argument, MOST_WORDS, 200)), everyMs: 5 }),
  '/slow': (argument) => ({ pieces: words(200), everyMs: number(argument, LONGEST_PAUSE, 100) }),
  '/fail': () => ({ pieces: [], everyMs: 0, failure: 'at once' }),
  '/cut': () => ({ pieces: words(20), everyMs: 5, failure: 'in the middle' }),
  '/echo': (argument) => ({ pieces: inPieces(argument), everyMs: 5 }),
  '/think': (argument) => ({
    thoughts: inPieces(
      `I am asked to think before I say this: “${argument}”. I have thought, and shall say it.`,
    ),
    pieces: inPieces(argument),
    everyMs: 5,
  }),
  '/recall': (_argument, messages) => ({
    pieces: messages.map(({ role, text }, at) => `${at + 1}. ${role}: ${text}\n`),
    everyMs: 5,
  }),
};

/** Reads the last message: a command, or anything else, which gets the tour of what the page can show. */
export function demoScript(messages: readonly ContextMessage[]): DemoScript {
  const said = messages.at(-1)?.text ?? '';
  const [, name = '', argument = ''] = /^(\/[a-z]+)(?: ([\s\S]*))?$/u.exec(said) ?? [];
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  return command?.(argument, messages) ?? { pieces: inPieces(DEMO_ANSWER), everyMs: 12 };
}
