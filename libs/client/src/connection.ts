import type { ClientFrame, ServerFrame, ServerFrameOf } from '@parley/protocol';
import { afterClose } from '@parley/protocol/closeCodes';
import { backoff } from './backoff.ts';
import type { Clock } from './clock.ts';
import type { ConnectionState } from './connectionState.ts';
import { openLink, type Link } from './link.ts';
import { Liveness } from './liveness.ts';
import type { SocketConstructor } from './socketLike.ts';
import { TokenRefresh } from './tokenRefresh.ts';
import { TokenSource, type AskToken } from './tokenSource.ts';

export interface ConnectionOptions {
  readonly url: string;
  readonly token: AskToken;
  readonly Socket: SocketConstructor;
  readonly clock: Clock;
  readonly random: () => number;
  readonly newId: () => string;
  onState(state: ConnectionState): void;
  onFrame(frame: ServerFrame): void;
  onRefused(): void;
}

const BACKOFF_MS = 500;
/** A restart takes seconds, and whoever waits is back soon after it; who found nobody so often can be patient. */
const BACKOFF_MAX_MS = 2_500;
const BACKOFF_PATIENT_MS = 30_000;
const PATIENT_FROM = 20;
const WELCOME_MS = 15_000;
/** A connection that lasted so long counts as good: the next loss starts with a short wait again. */
const GOOD_MS = 10_000;
/** One that was lost sooner goes on from here at most: somebody was found. */
const FOUND_ATTEMPT = 3;
const PROBE_MS = 5_000;
const FLOODING_MS = 60_000;
const DONE = 1000;
const NO_CLOSE_FRAME = 1006;
const UNRESPONSIVE = 4408;

/** Keeps one socket open: connects, notices a dead line, comes back as each close code asks. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #tokens: TokenSource;
  readonly #refresh: TokenRefresh;
  readonly #liveness: Liveness;
  #state: ConnectionState = { status: 'idle' };
  #link: Link | undefined;
  /** Number of the current try; whatever belongs to an older one comes too late. */
  #try = 0;
  #attempt = 0;
  #refused = 0;
  #renew = false;
  #refreshId: string | undefined;
  #leaveAt: number | undefined;
  #timers: (() => void)[] = [];

  constructor(options: ConnectionOptions) {
    const { clock, newId } = options;
    this.#options = options;
    this.#tokens = new TokenSource(options.token, clock);
    this.#refresh = new TokenRefresh(clock, this.#tokens, (token) => {
      this.#refreshId = newId();
      this.send({ type: 'auth.refresh', id: this.#refreshId, token });
    });
    this.#liveness = new Liveness(
      clock,
      () => void this.send({ type: 'ping', id: newId() }),
      () => this.#lost(UNRESPONSIVE, 'no sign of life'),
    );
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Connects now, unless that is done or under way. */
  connect(): void {
    if (this.#state.status === 'connecting' || this.#state.status === 'open') return;
    void this.#dial();
  }

  /** Ends the connection for good. */
  close(): void {
    this.#drop(DONE);
    this.#set({ status: 'closed', why: { code: DONE, reason: 'closed by the page' } });
  }

  /** Doesn't wait longer, or checks the line: for when the network comes back or the page is looked at again. */
  wake(): void {
    if (this.#state.status === 'waiting') void this.#dial();
    if (this.#state.status === 'open') this.#liveness.probe(PROBE_MS);
  }

  /** False: there is no open socket, nothing was sent. */
  send(frame: ClientFrame): boolean {
    return this.#state.status === 'open' && this.#link !== undefined && this.#link.send(frame);
  }

  async #dial(): Promise<void> {
    this.#drop(DONE);
    const mine = this.#try;
    this.#set({ status: 'connecting', attempt: this.#attempt });
    const token = await this.#tokens.get(this.#renew).catch(() => undefined);
    if (mine !== this.#try) return;
    if (token === undefined) return this.#wait();
    this.#renew = false;
    try {
      const { Socket, url } = this.#options;
      this.#link = openLink(Socket, url, token, {
        onFrame: (frame) => this.#onFrame(frame, token),
        onEnd: (code, reason) => this.#lost(code, reason),
      });
    } catch {
      return this.#set({
        status: 'closed',
        why: { code: 0, reason: 'url or token: not fit for a WebSocket' },
      });
    }
    this.#later(WELCOME_MS, () => {
      if (this.#state.status === 'connecting') this.#lost(UNRESPONSIVE, 'no welcome');
    });
  }

  #onFrame(frame: ServerFrame, token: string): void {
    this.#liveness.heard();
    if (frame.type === 'welcome') this.#onWelcome(frame, token);
    if (frame.type === 'goaway') this.#onGoaway(frame);
    if (frame.type === 'models.updated') this.#onModels(frame);
    if (frame.type === 'error' && frame.ref !== undefined && frame.ref === this.#refreshId) {
      this.#renew = true;
    }
    if (this.#state.status === 'open') this.#options.onFrame(frame);
  }

  #onWelcome(welcome: ServerFrameOf<'welcome'>, token: string): void {
    this.#refused = 0;
    this.#attempt = Math.min(this.#attempt, FOUND_ATTEMPT);
    this.#later(GOOD_MS, () => {
      this.#attempt = 0;
    });
    this.#liveness.start(welcome.heartbeatMs);
    this.#refresh.start(token, welcome.serverTime);
    this.#set({ status: 'open', welcome });
  }

  /** The state is the same but for the models: whoever reads it reads the new ones. */
  #onModels({ models }: ServerFrameOf<'models.updated'>): void {
    if (this.#state.status !== 'open') return;
    const { welcome } = this.#state;
    this.#state = { status: 'open', welcome: { ...welcome, models } };
  }

  #onGoaway({ reconnectInMs }: ServerFrameOf<'goaway'>): void {
    this.#leaveAt = this.#options.clock.now() + reconnectInMs;
    this.#later(reconnectInMs, () => void this.#dial());
  }

  #lost(code: number, reason: string): void {
    const welcomed = this.#state.status === 'open';
    const leaveInMs = Math.max(0, (this.#leaveAt ?? 0) - this.#options.clock.now());
    this.#drop(code === UNRESPONSIVE ? code : DONE);
    switch (afterClose(code)) {
      case 'stop':
        return this.#set({ status: 'closed', why: { code, reason } });
      case 'after_minute':
        return this.#wait(FLOODING_MS);
      case 'renew':
        this.#renew = true;
        return this.#wait();
      case 'retry':
        this.#wait(leaveInMs);
        if (code === NO_CLOSE_FRAME && !welcomed) this.#onRefused();
    }
  }

  /** The reason can't be read. A refused token looks the same, so each third time a new one is asked for. */
  #onRefused(): void {
    this.#refused += 1;
    if (this.#refused % 3 === 2) this.#renew = true;
    this.#options.onRefused();
  }

  #wait(leastMs = 0): void {
    if (this.#state.status === 'closed') return;
    const { clock, random } = this.#options;
    const maxMs = this.#attempt < PATIENT_FROM ? BACKOFF_MAX_MS : BACKOFF_PATIENT_MS;
    const ms = leastMs + backoff(this.#attempt, BACKOFF_MS, maxMs, random);
    this.#attempt += 1;
    this.#later(ms, () => void this.#dial());
    this.#set({ status: 'waiting', retryAt: clock.now() + ms, attempt: this.#attempt });
  }

  #drop(code: number): void {
    this.#try += 1;
    for (const cancel of this.#timers.splice(0)) cancel();
    this.#liveness.stop();
    this.#refresh.stop();
    this.#leaveAt = undefined;
    this.#link?.close(code);
    this.#link = undefined;
  }

  #later(ms: number, run: () => void): void {
    this.#timers.push(this.#options.clock.after(ms, run));
  }

  #set(state: ConnectionState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}
