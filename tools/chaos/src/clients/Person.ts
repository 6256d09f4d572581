import { randomUUID } from 'node:crypto';
import {
  ClientError,
  createClient,
  type Client,
  type OutboxStorage,
  type SessionFrame,
  type SessionHandle,
  type Timeline,
  type WhichSession,
} from '@parley/client';
import type { View } from '../checker/History.ts';
import type { OperationKind } from '../recorder/Operation.ts';
import type { Recorder } from '../recorder/Recorder.ts';
import type { Account } from './Account.ts';
import { memoryStorage } from './memoryStorage.ts';
import { Network } from './Network.ts';
import { Watcher } from './Watcher.ts';

export interface PersonOptions {
  readonly number: number;
  readonly wsUrl: string;
  readonly account: Account;
  readonly recorder: Recorder;
  readonly random: () => number;
  /** The model that it chooses in each new session; what is chosen by itself when left out. */
  readonly model?: string | undefined;
  /** How many of its acks are lost with the line, from 0 to 1. */
  readonly losesAcks: number;
}

/** Somebody before a client: all that they do is recorded, all that they see is looked at. */
export class Person {
  readonly number: number;
  readonly account: Account;
  readonly network: Network;
  readonly #options: PersonOptions;
  readonly #faults: string[] = [];
  #watcher = new Watcher();
  #storage: OutboxStorage = memoryStorage();
  #client!: Client;
  #session!: SessionHandle;
  /** The id that the client made last: that of the frame it was just told to send. */
  #lastId = '';

  constructor(options: PersonOptions, which: WhichSession) {
    const { number, account, random, losesAcks } = options;
    this.#options = options;
    this.number = number;
    this.account = account;
    this.network = new Network(() => random() < losesAcks);
    this.#start(which);
  }

  get timeline(): Timeline {
    return this.#session.timeline;
  }

  get sessionId(): string | undefined {
    return this.#session.id;
  }

  opened(): Promise<{ id: string }> {
    return this.#session.opened;
  }

  say(text: string): void {
    this.#operate('say', { type: 'message.send', text }, { text });
  }

  stop(messageId: string): void {
    this.#operate('stop', { type: 'message.stop', messageId }, { target: messageId });
  }

  edit(messageId: string, text: string): void {
    this.#operate('edit', { type: 'message.edit', messageId, text }, { target: messageId, text });
  }

  regenerate(messageId: string): void {
    this.#operate('regenerate', { type: 'message.regenerate', messageId }, { target: messageId });
  }

  /** Goes to another session, on the same connection. */
  move(which: WhichSession): void {
    this.#leave();
    this.#open(which);
  }

  /** A new page: nothing is known but the session's id and, with `keeping`, what wasn't acked yet. */
  reload(keeping: boolean): void {
    const { sessionId } = this;
    this.#leave();
    this.#client.close();
    if (!keeping) this.#storage = memoryStorage();
    this.#start(sessionId === undefined ? { new: true } : { sessionId });
  }

  /** Says that nothing is under way any more: all is sent and shown, and nothing is known to be missing. */
  get isSettled(): boolean {
    const { pending, streaming, isLive } = this.timeline;
    return pending.length === 0 && streaming.size === 0 && isLive;
  }

  view(): View {
    const { messages, hasMore, streaming, pending, error } = this.timeline;
    const refused = error ? [`it could not be opened: ${error.category}/${error.code}`] : [];
    return {
      client: this.number,
      sessionId: this.sessionId ?? 'none',
      messages,
      hasMore,
      streaming: streaming.size,
      unsent: pending.length,
      faults: [...this.#faults, ...this.#watcher.faults, ...refused],
    };
  }

  close(): void {
    this.#client.close();
  }

  #start(which: WhichSession): void {
    const { wsUrl, account, random, recorder } = this.#options;
    this.#client = createClient({
      url: wsUrl,
      token: async () => account.token,
      WebSocket: this.network.Socket,
      random,
      newId: () => (this.#lastId = randomUUID()),
      storage: this.#storage,
      onFrame: (frame) => frame.type === 'ack' && recorder.ok(frame.ref),
      onError: ({ category, code }) => {
        // That something came to nothing for the moment may be told late, when it has been asked for again.
        if (category !== 'service') this.#faults.push(`it was told ${category}/${code}`);
      },
    });
    this.#open(which);
  }

  #open(which: WhichSession): void {
    this.#session = this.#client.open(which);
    this.#session.subscribe((timeline) => this.#watcher.look(timeline));
    if (which.new) this.#choose(this.#session);
  }

  /** A choice that is lost is no harm: the session goes on with the other model. */
  #choose(session: SessionHandle): void {
    const { model } = this.#options;
    if (model === undefined) return;
    session.opened.then(() => session.send({ type: 'model.select', model })).catch(() => undefined);
  }

  #leave(): void {
    this.#session.close();
    this.#faults.push(...this.#watcher.faults);
    this.#watcher = new Watcher();
  }

  #operate(kind: OperationKind, frame: SessionFrame, what: { text?: string; target?: string }): void {
    const { recorder } = this.#options;
    const { sessionId } = this;
    if (sessionId === undefined) return;
    const answered = this.#session.send(frame);
    const id = this.#lastId;
    recorder.invoke({ id, kind, client: this.number, sessionId, ...what });
    answered.catch((error: unknown) => {
      const { category, code } = error instanceof ClientError ? error : { category: 'client', code: 'threw' };
      const isKnown = category !== 'client' && category !== 'service';
      recorder.refused(id, isKnown ? 'failed' : 'unknown', `${category}/${code}`);
    });
  }
}
