import { type Client, createClient, type ConnectionState } from '@parley/client';
import type { Model, ServerFrame, User } from '@parley/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { GetToken } from './api/adminApi.ts';

export interface DeskOptions {
  readonly url: string;
  readonly token: GetToken;
  readonly storageKey: string;
  /** A connection was refused, and the browser doesn’t say why. */
  readonly onRefused: () => void;
}

/** The console's connection, and who it is of. Renders its host on each change. */
export class Desk implements ReactiveController {
  wasOpen = false;
  models: readonly Model[] = [];
  maxText = Number.POSITIVE_INFINITY;
  /** As the server knows its reader; undefined until it said so. */
  user: User | undefined;
  readonly client: Client;
  readonly #host: ReactiveControllerHost;
  readonly #listeners = new Set<(frame: ServerFrame) => void>();

  constructor(host: ReactiveControllerHost, options: DeskOptions) {
    this.#host = host;
    this.client = createClient({
      ...options,
      storage: localStorage,
      onState: this.#changed,
      onFrame: (frame) => {
        for (const listener of this.#listeners) listener(frame);
      },
    });
    this.client.connect();
    host.addController(this);
  }

  get connection(): ConnectionState {
    return this.client.state;
  }

  /** False: the server knows its reader, who has no business here; undefined: nothing is known yet. */
  get isStaff(): boolean | undefined {
    return this.user && ['admin', 'supervisor'].some((role) => this.user?.roles.includes(role));
  }

  get isSupervisor(): boolean {
    return this.user?.roles.includes('supervisor') ?? false;
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
    this.client.close();
  }

  /** Hears every frame. What it returns ends that. */
  listen(listener: (frame: ServerFrame) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  readonly #changed = (state: ConnectionState): void => {
    if (state.status === 'open') {
      this.wasOpen = true;
      this.user = state.welcome.user;
      this.models = state.welcome.models;
      this.maxText = state.welcome.limits.maxText;
    }
    this.#host.requestUpdate();
  };

  readonly #wake = (): void => {
    this.client.wake();
    this.#host.requestUpdate();
  };
}
