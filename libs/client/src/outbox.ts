import type { ServerFrameOf } from '@parley/protocol';
import { backoff } from './backoff.ts';
import { ClientError } from './clientError.ts';
import type { Clock } from './clock.ts';
import { isPassing } from './isPassing.ts';
import {
  isMessage,
  type OutboxEntry,
  type OutboxFrame,
  type PendingMessage,
  type Reply,
} from './outboxEntry.ts';
import type { OutboxKeeper } from './outboxKeeper.ts';

export interface OutboxOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly keeper: OutboxKeeper;
  /** Whether the session is open on the present socket. */
  isOpen(sessionId: string): boolean;
  /** False: not connected. */
  send(frame: OutboxFrame): boolean;
  /** What is pending of a session has changed. */
  onChange(sessionId: string): void;
}

const MAX_ENTRIES = 200;
const ANSWER_MS = 15_000;
const SHOWN_MS = 10_000;
const BACKOFF_MS = 250;
const BACKOFF_MAX_MS = 5_000;
/** Passing errors after which a frame that isn't a message is given up: about a minute. */
const MAX_TRIES = 12;

const sessionOf = (frame: OutboxFrame): string | undefined =>
  'sessionId' in frame ? frame.sessionId : undefined;
const needsOpen = ({ type }: OutboxFrame): boolean => type !== 'ping' && !type.startsWith('admin.');
const isUnanswered = ({ status }: OutboxEntry): boolean => status === 'queued' || status === 'sending';

/** Every frame until it is answered: sent again with its id after a loss, messages of a session one at a time. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #entries = new Map<string, OutboxEntry>();
  #lastAt = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
    for (const { frame, at, error } of options.keeper.load()) {
      this.#lastAt = at;
      this.#entries.set(frame.id, { frame, at, error, status: error ? 'failed' : 'queued', tries: 0 });
    }
  }

  /** Resolves on the ack; rejects with a `ClientError` when it was refused, given up or doesn't fit in. */
  add(frame: OutboxFrame): Promise<Reply> {
    if (this.#entries.size >= MAX_ENTRIES) {
      return Promise.reject(
        new ClientError('client', 'outbox_full', `At most ${MAX_ENTRIES} frames may wait.`),
      );
    }
    this.#lastAt = Math.max(this.#lastAt + 1, this.#options.clock.now());
    const entry: OutboxEntry = { frame, at: this.#lastAt, status: 'queued', tries: 0 };
    return new Promise((resolve, reject) => {
      this.#put({ ...entry, resolve, reject });
      this.flush();
    });
  }

  /** Sends all that may go now, in the order in which it was given. */
  flush(): void {
    const busy = new Set<string>();
    for (const entry of this.#entries.values()) {
      const sessionId = sessionOf(entry.frame);
      const isFree = !isMessage(entry) || !busy.has(entry.frame.sessionId);
      if (isMessage(entry) && isUnanswered(entry)) busy.add(entry.frame.sessionId);
      if (entry.status !== 'queued' || entry.cancel || !isFree) continue;
      if (needsOpen(entry.frame) && !(sessionId && this.#options.isOpen(sessionId))) continue;
      this.#send(entry);
    }
  }

  /** Takes an answer; false when it belongs to somebody else. */
  reply(frame: ServerFrameOf<'ack' | 'pong' | 'error'>): boolean {
    const entry = frame.ref === undefined ? undefined : this.#entries.get(frame.ref);
    if (!entry || !isUnanswered(entry)) return false;
    entry.cancel?.();
    if (frame.type === 'error') this.#onError(entry, ClientError.fromWire(frame.error));
    else this.#onAck(entry, frame);
    this.flush();
    return true;
  }

  /** The socket is gone: what is unanswered will be sent again. */
  disconnected(): void {
    for (const entry of this.#entries.values()) {
      if (entry.status !== 'sending') continue;
      entry.cancel?.();
      this.#put({ ...entry, status: 'queued', cancel: undefined });
    }
  }

  /** Rejects what waits (of one session, or all). Messages stay, and go out when their session is opened again. */
  release(error: ClientError, sessionId?: string): void {
    for (const entry of this.#entries.values()) {
      if (sessionId !== undefined && sessionOf(entry.frame) !== sessionId) continue;
      entry.reject?.(error);
      const kept = { ...entry, resolve: undefined, reject: undefined };
      if (isMessage(entry) && entry.status !== 'sent') this.#entries.set(entry.frame.id, kept);
      else this.#remove(entry);
    }
  }

  /** Messages of a session that `isShown` doesn't know, oldest first; acked ones that it knows are forgotten. */
  pending(sessionId: string, isShown: (id: string) => boolean): readonly PendingMessage[] {
    const mine = [...this.#entries.values()]
      .filter(isMessage)
      .filter(({ frame }) => frame.sessionId === sessionId);
    for (const { frame, status } of mine)
      if (status === 'sent' && isShown(frame.id)) this.#entries.delete(frame.id);
    return mine
      .filter(({ frame }) => !isShown(frame.id))
      .map(({ frame, at, status, error }) => ({
        id: frame.id,
        text: frame.text ?? '',
        attachments: frame.attachments ?? [],
        status,
        createdAt: new Date(at).toISOString(),
        error,
      }));
  }

  /** Sends a refused message once more, under its old id. */
  retry(id: string): void {
    const entry = this.#entries.get(id);
    if (entry?.status !== 'failed') return;
    this.#put({ ...entry, status: 'queued', tries: 0, error: undefined });
    this.flush();
  }

  /** Takes a message out that isn't acked. One that is on its way may arrive nevertheless. */
  discard(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry || entry.status === 'sent') return;
    entry.reject?.(new ClientError('client', 'discarded', 'The message was taken back.'));
    this.#remove(entry);
    this.flush();
  }

  #send(entry: OutboxEntry): void {
    if (!this.#options.send(entry.frame)) return;
    const cancel = this.#options.clock.after(ANSWER_MS, () => this.#again(entry.frame.id));
    this.#put({ ...entry, status: 'sending', cancel });
  }

  #again(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry || !isUnanswered(entry)) return;
    this.#put({ ...entry, status: 'queued', cancel: undefined });
    this.flush();
  }

  #onAck(entry: OutboxEntry, reply: Reply): void {
    this.#options.keeper.remove(entry.frame.id);
    if (isMessage(entry)) this.#onSent(entry);
    else this.#entries.delete(entry.frame.id);
    entry.resolve?.(reply);
  }

  /** One from before a reload may have been stored long ago, older than what is shown: it isn't waited for. */
  #onSent(entry: OutboxEntry): void {
    const cancel = entry.resolve ? undefined : this.#options.clock.after(SHOWN_MS, () => this.#remove(entry));
    this.#put({ ...entry, status: 'sent', cancel, error: undefined });
  }

  #onError(entry: OutboxEntry, error: ClientError): void {
    const { clock, random } = this.#options;
    const tries = entry.tries + 1;
    if (isPassing(error) && (isMessage(entry) || tries < MAX_TRIES)) {
      const ms = (error.retryAfterMs ?? 0) + backoff(tries, BACKOFF_MS, BACKOFF_MAX_MS, random);
      const cancel = clock.after(ms, () => this.#again(entry.frame.id));
      return this.#put({ ...entry, status: 'queued', tries, cancel });
    }
    entry.reject?.(error);
    if (!isMessage(entry)) return this.#remove(entry);
    this.#put({
      ...entry,
      status: 'failed',
      error,
      cancel: undefined,
      resolve: undefined,
      reject: undefined,
    });
  }

  #put(entry: OutboxEntry): void {
    const before = this.#entries.get(entry.frame.id);
    this.#entries.set(entry.frame.id, entry);
    if (!isMessage(entry)) return;
    if (!before || before.error !== entry.error) this.#options.keeper.save(entry);
    this.#options.onChange(entry.frame.sessionId);
  }

  #remove(entry: OutboxEntry): void {
    entry.cancel?.();
    this.#entries.delete(entry.frame.id);
    if (!isMessage(entry)) return;
    this.#options.keeper.remove(entry.frame.id);
    this.#options.onChange(entry.frame.sessionId);
  }
}
