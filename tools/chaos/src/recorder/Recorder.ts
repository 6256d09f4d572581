import { closeSync, openSync, writeSync } from 'node:fs';
import type { Operation } from './Operation.ts';

/** An operation before anything is known of its end. */
export type Invocation = Pick<Operation, 'id' | 'kind' | 'client' | 'sessionId' | 'text' | 'target'>;

/** Writes down what clients do and what becomes of it, and all else that happens, as JSON lines in order. */
export class Recorder {
  readonly #file: number;
  readonly #operations = new Map<string, Operation>();

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  /** Every operation; one that hasn't ended is `unknown`. */
  get operations(): readonly Operation[] {
    return [...this.#operations.values()];
  }

  /** Milliseconds since this process started. */
  now(): number {
    return performance.now();
  }

  invoke(invocation: Invocation): void {
    const operation: Operation = { ...invocation, invokedAt: this.now(), outcome: 'unknown' };
    this.#operations.set(operation.id, operation);
    this.note('invoke', invocation);
  }

  /** An operation was acked, maybe not for the first time; other refs are of no interest. */
  ok(id: string): void {
    this.#end(id, { outcome: 'ok' });
  }

  /** It was refused: for good, or (`unknown`) so that it may have had its effect nevertheless. */
  refused(id: string, outcome: 'failed' | 'unknown', why: string): void {
    this.#end(id, { outcome, why });
  }

  /** Anything else that is worth to be known of a run. */
  note(event: string, fields: object = {}): void {
    writeSync(this.#file, `${JSON.stringify({ at: Math.round(this.now()), event, ...fields })}\n`);
  }

  close(): void {
    closeSync(this.#file);
  }

  #end(id: string, end: Pick<Operation, 'outcome' | 'why'>): void {
    const operation = this.#operations.get(id);
    if (!operation || operation.outcome === 'ok') return;
    const { why: _before, ...rest } = operation;
    this.#operations.set(id, { ...rest, ...end, endedAt: this.now() });
    this.note(end.outcome, { id, ...(end.why === undefined ? {} : { why: end.why }) });
  }
}
