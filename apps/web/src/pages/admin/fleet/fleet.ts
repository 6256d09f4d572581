import type { Session } from '@parley/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { AdminApi } from '../api/adminApi.ts';
import { RequestError } from '../../http/requestError.ts';
import { applyEvent, type FleetState } from './fleetState.ts';

const AGAIN_MS = 500;
const AGAIN_MAX_MS = 15_000;

export type FleetLine = 'connecting' | 'live' | 'waiting' | 'refused';

/** The fleet's sessions as they are now: a stream of events, asked for again when it breaks off. Renders its host. */
export class Fleet implements ReactiveController {
  line: FleetLine = 'connecting';
  readonly #api: AdminApi;
  readonly #host: ReactiveControllerHost;
  #state: FleetState | undefined;
  #listening: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;

  constructor(host: ReactiveControllerHost, api: AdminApi) {
    this.#host = host;
    this.#api = api;
    host.addController(this);
  }

  /** Undefined until the first snapshot; what was known stays while the line is down. */
  get sessions(): ReadonlyMap<string, Session> | undefined {
    return this.#state?.sessions;
  }

  hostConnected(): void {
    addEventListener('online', this.#wake);
    void this.#listen();
  }

  hostDisconnected(): void {
    removeEventListener('online', this.#wake);
    clearTimeout(this.#timer);
    this.#listening?.abort();
    this.#listening = undefined;
  }

  async #listen(): Promise<void> {
    const listening = new AbortController();
    this.#listening = listening;
    let refused = false;
    try {
      let state: FleetState | undefined;
      for await (const event of this.#api.events(listening.signal)) {
        state = applyEvent(state, event);
        if (!state) break;
        this.#tries = 0;
        this.#state = state;
        this.#set('live');
      }
    } catch (error) {
      refused = error instanceof RequestError && error.error.category === 'permission';
    }
    // Where it was left because of a gap, nothing of it is read any more.
    listening.abort();
    if (this.#listening !== listening) return;
    if (refused) return this.#set('refused');
    this.#set('waiting');
    const ms = Math.min(AGAIN_MAX_MS, AGAIN_MS * 2 ** this.#tries) * (0.5 + Math.random() / 2);
    this.#tries += 1;
    this.#timer = setTimeout(() => void this.#listen(), ms);
  }

  readonly #wake = (): void => {
    if (this.line !== 'waiting') return;
    clearTimeout(this.#timer);
    this.#tries = 0;
    void this.#listen();
  };

  #set(line: FleetLine): void {
    this.line = line;
    this.#host.requestUpdate();
  }
}
