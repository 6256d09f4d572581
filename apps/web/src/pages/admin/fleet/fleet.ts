import type { Session } from '@parley/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { AdminApi } from '../api/adminApi.ts';
import type { FleetEvent } from '../api/fleetEvents.ts';
import { RequestError } from '../../http/requestError.ts';
import { applyEvent, type FleetState } from './fleetState.ts';
import { TabLead } from './tabLead.ts';

const AGAIN_MS = 500;
const AGAIN_MAX_MS = 15_000;
/** What tells that somebody is at this tab. */
const USES = ['focus', 'pointerdown', 'keydown'] as const;

/** `replaced`: the server ended the stream for newer ones of the same admin, elsewhere. */
export type FleetLine = 'connecting' | 'live' | 'waiting' | 'refused' | 'replaced';

/** What tabs say to one another: how the stream does and what it tells; what one lacks; that somebody is here. */
type Told =
  | { readonly kind: 'line'; readonly line: FleetLine }
  | { readonly kind: 'event'; readonly event: FleetEvent }
  | { readonly kind: 'ask' | 'wake' };

/**
 * The fleet's sessions as they are now. One tab of a browser reads the stream of events, and asks for it again when it
 * breaks off; the others hear of it. Renders its host.
 */
export class Fleet implements ReactiveController {
  line: FleetLine = 'connecting';
  readonly #api: AdminApi;
  readonly #host: ReactiveControllerHost;
  readonly #name: string;
  #state: FleetState | undefined;
  #tabs: TabLead<Told> | undefined;
  /** Ends the wait for the next try. */
  #wakeUp: () => void = () => undefined;
  #tries = 0;

  /** Tabs with the same `name` share one stream. */
  constructor(host: ReactiveControllerHost, api: AdminApi, name: string) {
    this.#host = host;
    this.#api = api;
    this.#name = name;
    host.addController(this);
  }

  /** Undefined until the first snapshot; what was known stays while the line is down. */
  get sessions(): ReadonlyMap<string, Session> | undefined {
    return this.#state?.sessions;
  }

  hostConnected(): void {
    addEventListener('online', this.#wake);
    for (const use of USES) addEventListener(use, this.#use);
    this.#tabs = new TabLead<Told>(this.#name, { lead: this.#lead, hear: this.#hear });
    this.#tabs.ask({ kind: 'ask' });
  }

  hostDisconnected(): void {
    removeEventListener('online', this.#wake);
    for (const use of USES) removeEventListener(use, this.#use);
    this.#tabs?.stop();
    this.#tabs = undefined;
  }

  /** Reads the stream, again and again, until somebody else leads or its reader may not. */
  readonly #lead = async (signal: AbortSignal): Promise<void> => {
    this.#tries = 0;
    while (!signal.aborted) {
      const line = await this.#listen(signal);
      if (signal.aborted) return;
      this.#set(line);
      if (line === 'refused') return;
      await this.#pause(line, signal);
    }
  };

  /** Reads one stream to its end; resolves with how the line is then. */
  async #listen(signal: AbortSignal): Promise<FleetLine> {
    const listening = new AbortController();
    let state: FleetState | undefined;
    try {
      for await (const event of this.#api.events(AbortSignal.any([signal, listening.signal]))) {
        if (event.kind === 'end') return event.reason === 'replaced' ? 'replaced' : 'waiting';
        state = applyEvent(state, event);
        if (!state) break;
        this.#tries = 0;
        this.#state = state;
        this.#tabs?.tell({ kind: 'event', event });
        this.#set('live');
      }
      return 'waiting';
    } catch (error) {
      const isRefused = error instanceof RequestError && error.error.category === 'permission';
      return isRefused ? 'refused' : 'waiting';
    } finally {
      // Where it was left because of a gap, nothing of it is read any more.
      listening.abort();
    }
  }

  /** Until the next try: for a while, or, when other places took its turn, until somebody is here. */
  async #pause(line: FleetLine, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const goOn = (): void => resolve();
    const ms = Math.min(AGAIN_MAX_MS, AGAIN_MS * 2 ** this.#tries) * (0.5 + Math.random() / 2);
    const timer = line === 'replaced' ? undefined : setTimeout(goOn, ms);
    this.#tries += 1;
    this.#wakeUp = () => {
      this.#tries = 0;
      goOn();
    };
    signal.addEventListener('abort', goOn);
    await promise;
    signal.removeEventListener('abort', goOn);
    clearTimeout(timer);
  }

  readonly #hear = (told: Told): void => {
    const leads = this.#tabs?.leads;
    if (told.kind === 'ask' && leads) this.#answer();
    else if (told.kind === 'wake' && leads) this.#wakeUp();
    else if (told.kind === 'line' && !leads) this.#show(told.line);
    else if (told.kind === 'event' && !leads) this.#follow(told.event);
  };

  /** All that another tab lacks. */
  #answer(): void {
    if (this.#state) {
      const { n, sessions } = this.#state;
      this.#tabs?.tell({ kind: 'event', event: { kind: 'snapshot', n, sessions: [...sessions.values()] } });
    }
    this.#tabs?.tell({ kind: 'line', line: this.line });
  }

  #follow(event: FleetEvent): void {
    const state = applyEvent(this.#state, event);
    if (!state) return this.#tabs?.ask({ kind: 'ask' });
    this.#state = state;
    this.#host.requestUpdate();
  }

  /** Somebody is at this tab: they are shown what is now, and a tab that sleeps leads no longer. */
  readonly #use = ({ type }: Event): void => {
    if (type === 'focus') {
      this.#tabs?.ask({ kind: 'ask' });
      this.#wake();
    }
    if (this.line === 'replaced') this.#goOn();
  };

  readonly #wake = (): void => {
    if (this.line === 'waiting') this.#goOn();
  };

  #goOn(): void {
    if (this.#tabs?.leads) this.#wakeUp();
    else this.#tabs?.tell({ kind: 'wake' });
  }

  /** How the line is now, for all tabs. */
  #set(line: FleetLine): void {
    if (line !== this.line && line !== 'refused') this.#tabs?.tell({ kind: 'line', line });
    this.#show(line);
  }

  #show(line: FleetLine): void {
    this.line = line;
    this.#host.requestUpdate();
  }
}
