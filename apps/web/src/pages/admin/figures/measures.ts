import { spanWords } from '../../words/spanWords.ts';
import type { Hour } from '../api/figures.ts';
import { costWords } from '../parts/costWords.ts';

interface Measure {
  readonly label: string;
  readonly of: (hour: Hour) => number;
  readonly words: (value: number) => string;
}

const count = (value: number): string => Math.round(value).toLocaleString();

/** What can be plotted by the hour. */
export const MEASURES = {
  answers: { label: 'Answers', of: ({ answers }) => answers.count, words: count },
  failed: { label: 'Failed answers', of: ({ answers }) => answers.failed, words: count },
  sessions: { label: 'New sessions', of: ({ sessions }) => sessions, words: count },
  messages: { label: 'Users’ messages', of: ({ messages }) => messages.user, words: count },
  people: { label: 'People’s messages', of: ({ messages }) => messages.admin, words: count },
  response: { label: 'Answer time (p95)', of: ({ responseTimes }) => responseTimes.p95Ms, words: spanWords },
  tokens: { label: 'Tokens', of: ({ tokens }) => tokens.total, words: count },
  cost: { label: 'Cost', of: ({ costUsd }) => costUsd, words: costWords },
} as const satisfies Record<string, Measure>;
export type MeasureName = keyof typeof MEASURES;
