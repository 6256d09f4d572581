import { createClient, EMPTY_TIMELINE, type Client, type SessionHandle, type Timeline } from '@parley/client';
import type { Message, Model, ServerFrame } from '@parley/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { getJson } from '../http/fetchJson.ts';
import type { HelpCallWords } from './helpForm.ts';
import { TypingSignal } from './typingSignal.ts';

const PAGE = 50;
/** Of messages on the way up to one that is looked for. */
const LONG_PAGE = 200;

export interface ConversationOptions {
  readonly url: string;
  readonly token: (ask: { readonly renew: boolean }) => Promise<string>;
  readonly storageKey: string;
  /** A connection was refused, and the browser doesn’t say why. */
  readonly onRefused: () => void;
}

export type FrameListener = (frame: ServerFrame) => void;

/** The connection of a page and, when one is open, its conversation. Renders its host on each change. */
export class Conversation implements ReactiveController {
  /** Was there a connection at any time? */
  wasOpen = false;
  /** Those that can be chosen now. */
  models: readonly Model[] = [];
  /** Those, and what was told of others before: their names stay known. */
  known: readonly Model[] = [];
  maxText = Number.POSITIVE_INFINITY;
  readonly #host: ReactiveControllerHost;
  readonly #client: Client;
  readonly #options: ConversationOptions;
  readonly #listeners = new Set<FrameListener>();
  #handle: SessionHandle | undefined;
  #unsubscribe: (() => void) | undefined;
  #older: Promise<void> | undefined;

  constructor(host: ReactiveControllerHost, options: ConversationOptions) {
    this.#host = host;
    this.#options = options;
    this.#client = createClient({
      ...options,
      storage: localStorage,
      onState: this.#changed,
      onFrame: (frame) => {
        for (const listener of this.#listeners) listener(frame);
      },
    });
    this.#client.connect();
    host.addController(this);
  }

  /** Of the open conversation; nothing is in it while none is. */
  get timeline(): Timeline {
    const { state } = this.#client;
    return (
      this.#handle?.timeline ?? {
        ...EMPTY_TIMELINE,
        pending: [],
        connection: state,
        isLive: false,
        isWatched: false,
        error: undefined,
      }
    );
  }

  /** Of the open conversation, as soon as it is known. */
  get sessionId(): string | undefined {
    return this.#handle?.id;
  }

  get isOpen(): boolean {
    return this.#handle !== undefined;
  }

  /** Resolves when the conversation is there. Rejects with a `ClientError` when it can’t be opened. */
  get opened(): Promise<unknown> {
    return this.#handle?.opened ?? Promise.resolve();
  }

  hostConnected(): void {
    addEventListener('online', this.#wake);
    addEventListener('offline', this.#wake);
    document.addEventListener('visibilitychange', this.#wake);
  }

  hostDisconnected(): void {
    removeEventListener('online', this.#wake);
    removeEventListener('offline', this.#wake);
    document.removeEventListener('visibilitychange', this.#wake);
    this.#unsubscribe?.();
    this.typing.stop();
    this.#client.close();
  }

  /** Hears every frame, those of other conversations too. What it returns ends that. */
  readonly listen = (listener: FrameListener): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Leaves this conversation for another one, for a new one, or for the one that is active. */
  open(which: { readonly sessionId?: string; readonly new?: boolean }): void {
    this.typing.stop();
    this.#unsubscribe?.();
    this.#handle?.close();
    this.#handle = this.#client.open(which);
    this.#unsubscribe = this.#handle.subscribe(() => this.#host.requestUpdate());
    this.#older = undefined;
    this.#host.requestUpdate();
  }

  /** What becomes of it shows in `timeline.pending`. */
  say(text: string): void {
    this.#handle?.say(text).catch(() => undefined);
  }

  /** Tells the person on the other side that the reader is typing. */
  readonly typing = new TypingSignal((active) => this.#handle?.typing(active));

  /** Rejects with a `ClientError`, as each of the following does. */
  async stop(): Promise<void> {
    await this.#handle?.stop();
  }

  readonly callPerson = async (words: HelpCallWords): Promise<void> => {
    await this.#handle?.send({ type: 'help.request', ...words });
  };

  async cancelCall(): Promise<void> {
    await this.#handle?.send({ type: 'help.cancel' });
  }

  async choose(model: string): Promise<void> {
    await this.#handle?.selectModel(model);
  }

  async regenerate(messageId: string): Promise<void> {
    await this.#handle?.regenerate(messageId);
  }

  async goOn(messageId: string): Promise<void> {
    await this.#handle?.continueAnswer(messageId);
  }

  readonly edit = async (messageId: string, text: string): Promise<void> => {
    await this.#handle?.edit(messageId, text);
  };

  async rate(messageId: string, rating: 'up' | 'down' | 'none', note?: string): Promise<void> {
    await this.#handle?.feedback(messageId, rating, note);
  }

  retry(messageId: string): void {
    this.#handle?.retry(messageId);
  }

  discard(messageId: string): void {
    this.#handle?.discard(messageId);
  }

  /** Is a page of older messages on its way? */
  get loadingOlder(): boolean {
    return this.#older !== undefined;
  }

  /** Loads the page of messages above the oldest one, or waits for the one on its way. Rejects with a `RequestError`. */
  async loadOlder(limit = PAGE): Promise<void> {
    const handle = this.#handle;
    const [oldest] = this.timeline.messages;
    if (!handle || !oldest || !this.timeline.hasMore) return;
    const older = (this.#older ??= this.#page(handle, oldest, limit));
    this.#host.requestUpdate();
    try {
      await older;
    } finally {
      if (this.#older === older) this.#older = undefined;
      this.#host.requestUpdate();
    }
  }

  /** Loads all messages from `seq` on. Rejects with a `RequestError`. */
  async loadDownTo(seq: number): Promise<void> {
    const handle = this.#handle;
    while (handle === this.#handle && this.timeline.hasMore && (this.timeline.messages[0]?.seq ?? 0) > seq)
      await this.loadOlder(LONG_PAGE);
  }

  async #page(handle: SessionHandle, oldest: Message, limit: number): Promise<void> {
    const token = await this.#options.token({ renew: false });
    const path = `/api/sessions/${oldest.sessionId}/messages?before=${oldest.seq}&limit=${limit}`;
    const { items } = await getJson<{ items: Message[] }>(path, token);
    if (handle === this.#handle) handle.prepend(items);
  }

  readonly #changed = (): void => {
    const connection = this.#client.state;
    if (connection.status === 'open') {
      this.wasOpen = true;
      this.#learn(connection.welcome.models);
      this.maxText = connection.welcome.limits.maxText;
    }
    this.#host.requestUpdate();
  };

  #learn(models: readonly Model[]): void {
    const ids = new Set(models.map(({ id }) => id));
    this.known = [...models, ...this.known.filter(({ id }) => !ids.has(id))];
    this.models = models;
  }

  readonly #wake = (): void => {
    this.#client.wake();
    this.#host.requestUpdate();
  };
}
