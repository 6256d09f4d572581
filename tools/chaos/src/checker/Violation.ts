/** What may never happen, and what it is called in the report. */
export const RULES = {
  lost: 'acked and lost',
  doubled: 'doubled',
  strange: 'messages that nobody said, or under an id that nobody gave them',
  order: 'out of order',
  gap: 'gaps',
  answers: 'two answers for one message',
  endless: 'messages without an answer, answers that never end',
  text: 'answers with another text than was asked for',
  turn: 'edits, regenerates and stops that were told wrong',
  counter: 'sessions that count wrong',
  ledger: 'calls that are not in the ledger once, sums that are not its own',
  active: 'users with more than one active session',
  view: 'clients that show something else than is kept',
  resume: 'resumed with something else than what was missed',
  slow: 'service restored too late',
  leak: 'places in which something said can be read',
} as const;

export type Rule = keyof typeof RULES;

/** One thing that a run has shown to be wrong. */
export interface Violation {
  readonly rule: Rule;
  readonly what: string;
}
