import { createClient, type Client, type SessionHandle, type Timeline } from '@parley/client';
import type { Message, Model } from '@parley/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { getJson } from '../http/fetchJson.ts';

const PAGE = 50;

export interface ConversationOptions {
  readonly url: string;
  readonly token: (ask: { readonly renew: boolean }) => Promise<string>;
  readonly storageKey: string;
  /** A connection was refused, and the browser doesn’t say why. */
  readonly onRefused: () => void;
}

/** The open conversation of a page: what is shown of it, and what its reader may do. Renders its host on each change. */
export class Conversation implements ReactiveController {
  /** Are older messages on their way? */
  loadingOlder = false;
  /** Was there a connection at any time? */
  wasOpen = false;
  models: readonly Model[] = [];
  maxText = Number.POSITIVE_INFINITY;
  readonly #host: ReactiveControllerHost;
  readonly #client: Client;
  readonly #options: ConversationOptions;
  #handle: SessionHandle;
  #unsubscribe: () => void;

  constructor(host: ReactiveControllerHost, options: ConversationOptions, sessionId: string | undefined) {
    this.#host = host;
    this.#options = options;
    this.#client = createClient({ ...options, storage: localStorage });
    this.#handle = this.#client.open(sessionId === undefined ? {} : { sessionId });
    this.#unsubscribe = this.#handle.subscribe(this.#changed);
    host.addController(this);
  }

  get timeline(): Timeline {
    return this.#handle.timeline;
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
    this.#unsubscribe();
    this.#client.close();
  }

  /** Leaves this conversation for another one, or for a new one. */
  open(which: { readonly sessionId: string } | { readonly new: true }): void {
    this.#unsubscribe();
    this.#handle.close();
    this.#handle = this.#client.open(which);
    this.#unsubscribe = this.#handle.subscribe(this.#changed);
    this.loadingOlder = false;
    this.#host.requestUpdate();
  }

  /** What becomes of it shows in `timeline.pending`. */
  say(text: string): void {
    this.#handle.say(text).catch(() => undefined);
  }

  /** Rejects with a `ClientError`. */
  stop(): Promise<void> {
    return this.#handle.stop();
  }

  /** Rejects with a `ClientError`. */
  async choose(model: string): Promise<void> {
    await this.#handle.selectModel(model);
  }

  retry(messageId: string): void {
    this.#handle.retry(messageId);
  }

  discard(messageId: string): void {
    this.#handle.discard(messageId);
  }

  /** Loads the page of messages above the oldest one. Rejects with a `RequestError`. */
  async loadOlder(): Promise<void> {
    const handle = this.#handle;
    const { messages, hasMore } = handle.timeline;
    const [oldest] = messages;
    if (this.loadingOlder || !hasMore || !oldest) return;
    this.#loading(true);
    try {
      const token = await this.#options.token({ renew: false });
      const path = `/api/sessions/${oldest.sessionId}/messages?before=${oldest.seq}&limit=${PAGE}`;
      const { items } = await getJson<{ items: Message[] }>(path, token);
      if (handle === this.#handle) handle.prepend(items);
    } finally {
      if (handle === this.#handle) this.#loading(false);
    }
  }

  #loading(loading: boolean): void {
    this.loadingOlder = loading;
    this.#host.requestUpdate();
  }

  readonly #changed = ({ connection }: Timeline): void => {
    if (connection.status === 'open') {
      this.wasOpen = true;
      this.models = connection.welcome.models;
      this.maxText = connection.welcome.limits.maxText;
    }
    this.#host.requestUpdate();
  };

  readonly #wake = (): void => {
    this.#client.wake();
    this.#host.requestUpdate();
  };
}
