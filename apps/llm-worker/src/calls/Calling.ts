import { setTimeout as wait } from 'node:timers/promises';
import { createGates, type GateOf } from './createGates.ts';

/** Limits of calling models, and what calls of this process share. Times in milliseconds. */
export interface Calling {
  /** Tokens that a user has a day (UTC); left out: any number. */
  readonly quota?: number | undefined;
  /** What a turn may spend on calls, its retries and fallbacks included. */
  readonly attempts: number;
  readonly budgetMs: number;
  /** Calls of one provider and key at the same time, unless its model says otherwise. */
  readonly concurrency: number;
  /** Answers that wait for one provider and key at the same time; further ones give their place in the worker back. */
  readonly waiters: number;
  /** Until the first token, and between two. */
  readonly firstTokenMs: number;
  readonly silenceMs: number;
  readonly gateOf: GateOf;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Waits, or rejects once the signal is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The limits with what calls share: made once in a process. */
export const createCalling = (limits: Omit<Calling, 'gateOf' | 'random' | 'wait'>): Calling => ({
  ...limits,
  gateOf: createGates(),
  random: Math.random,
  wait: (ms, signal) => wait(ms, undefined, { signal }),
});
