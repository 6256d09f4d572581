import type { ClientFrameOf, Message, ServerFrameOf, Session } from '@parley/protocol';
import type { ClientError } from './clientError.ts';
import type { Clock } from './clock.ts';
import { MissingWatch } from './missingWatch.ts';
import { Opener } from './opener.ts';
import { prependEntries } from './timelineEntries.ts';
import { applyFrame } from './timelineFrame.ts';
import { applyOpened } from './timelineOpened.ts';
import { EMPTY_TIMELINE, type TimelineFrame, type TimelineState } from './timelineState.ts';

/** Which session: the one named, a new one, or (neither) the user's active one. */
export interface WhichSession {
  readonly sessionId?: string;
  readonly new?: boolean;
}

export interface SessionSyncOptions {
  readonly which: WhichSession;
  readonly clock: Clock;
  readonly random: () => number;
  readonly newId: () => string;
  send(frame: ClientFrameOf<'session.open'>): boolean;
  onChange(): void;
  onOpened(session: Session): void;
  onRefused(error: ClientError): void;
}

const MAX_HELD = 1000;
const TYPING_MS = 10_000;
/** Frames without a `rev` that say of an answer that it is being written. */
const SIGNS = new Set<TimelineFrame['type']>(['message.delta', 'message.reasoning', 'message.waiting']);

/** Keeps a timeline in step with the server: opens, applies, and opens again when something was missed. */
export class SessionSync {
  readonly #options: SessionSyncOptions;
  readonly #opener: Opener;
  readonly #watch: MissingWatch;
  readonly #first: ClientFrameOf<'session.open'>;
  #state: TimelineState = EMPTY_TIMELINE;
  /** Frames that showed a loss; they are looked at again when what was lost has come. */
  #held: TimelineFrame[] = [];
  #isOpen = false;
  #isRefused = false;
  #whole = true;
  #endTyping: (() => void) | undefined;

  constructor(options: SessionSyncOptions) {
    const { clock, random, which, newId } = options;
    this.#options = options;
    this.#first = { type: 'session.open', id: newId(), ...which };
    this.#opener = new Opener({
      clock,
      random,
      send: (frame) => options.send(frame),
      next: () => this.#next(),
      onOpened: (frame, asked) => this.#onOpened(frame, asked.afterRev),
      onRefused: (error) => this.refuse(error),
    });
    this.#watch = new MissingWatch(clock, () => this.#opener.request());
  }

  get id(): string | undefined {
    return this.#state.session?.id ?? this.#options.which.sessionId;
  }

  get state(): TimelineState {
    return this.#state;
  }

  /** Open on the present socket: frames of the session may be sent. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Open, and nothing is known to be missing. */
  get isLive(): boolean {
    return this.#isOpen && !this.#opener.busy;
  }

  connected(): void {
    if (!this.#isRefused) this.#opener.now();
  }

  disconnected(): void {
    this.#isOpen = false;
    this.#held = [];
    this.#opener.stop();
    this.#watch.stop();
    this.#endTyping?.();
    this.#state = { ...this.#state, typing: undefined };
  }

  /** Takes an answer; false when it belongs to somebody else. */
  reply(frame: ServerFrameOf<'session.opened' | 'error'>): boolean {
    return this.#opener.reply(frame);
  }

  /** Takes a live frame of this session. */
  receive(frame: TimelineFrame | ServerFrameOf<'resync'>): void {
    if (frame.type === 'resync') this.#opener.request(true);
    else this.#apply(frame);
    this.#options.onChange();
  }

  prepend(page: readonly Message[]): void {
    this.#state = prependEntries(this.#state, page);
    this.#options.onChange();
  }

  #next(): ClientFrameOf<'session.open'> {
    const { session, partial, rev } = this.#state;
    if (!session) return this.#first;
    const frame = { type: 'session.open', id: this.#options.newId(), sessionId: session.id } as const;
    return this.#whole ? frame : { ...frame, afterRev: partial?.rev ?? rev };
  }

  #onOpened(frame: ServerFrameOf<'session.opened'>, afterRev: number | undefined): void {
    const { state, next } = applyOpened(this.#state, frame, afterRev);
    this.#state = state;
    this.#isOpen = true;
    this.#whole = next === 'reload';
    if (next === 'nothing') this.#replayHeld();
    else this.#opener.now();
    this.#watch.update(this.#state);
    this.#options.onOpened(frame.session);
    this.#options.onChange();
  }

  /** It can't be opened, or is open no longer: it isn't asked for again. */
  refuse(error: ClientError): void {
    this.#isRefused = true;
    this.#isOpen = false;
    this.#opener.stop();
    this.#watch.stop();
    this.#options.onRefused(error);
    this.#options.onChange();
  }

  #apply(frame: TimelineFrame): void {
    const { state, missed } = applyFrame(this.#state, frame);
    this.#state = state;
    if (missed) this.#hold(frame);
    if (frame.type === 'typing') this.#expectTyping();
    if (frame.rev !== undefined || SIGNS.has(frame.type)) this.#watch.update(state);
  }

  #hold(frame: TimelineFrame): void {
    const hasRoom = this.#held.length < MAX_HELD;
    if (hasRoom) this.#held.push(frame);
    this.#opener.request(!hasRoom);
  }

  /** What still doesn't fit is let go, and what it showed to be missing is asked for once more. */
  #replayHeld(): void {
    for (const frame of this.#held.splice(0)) {
      const { state, missed } = applyFrame(this.#state, frame);
      this.#state = state;
      if (missed) this.#opener.request();
    }
  }

  #expectTyping(): void {
    this.#endTyping?.();
    this.#endTyping = this.#options.clock.after(TYPING_MS, () => {
      this.#state = { ...this.#state, typing: undefined };
      this.#options.onChange();
    });
  }
}
