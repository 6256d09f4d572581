import { userKey, type FrameHeaders, type Frames, type Unsubscribe } from '@parley/bus';
import type { UserKey } from '@parley/protocol';
import { textFrame } from '../connection/textFrame.ts';
import type { Member } from './Member.ts';
import { resyncFrame } from './resyncFrame.ts';

/** What a channel needs of the bus. */
export type Subscribing = Pick<Frames, 'subscribeOut' | 'subscribeNote'>;

/** A session with sockets on this gateway: one subscription, however many they are, and one more while it is watched. */
export class Channel {
  readonly sessionId: string;
  readonly members = new Set<Member>();
  readonly #bus: Subscribing;
  readonly #endOut: Unsubscribe;
  #endNotes: Unsubscribe | undefined;
  /** The highest fence seen: what was written under an older one is no longer valid. */
  #fence = 0;
  #holder: FrameHeaders['holder'];
  readonly #onGone: () => void;

  /** @param onGone called behind the last frame of a session that is gone */
  constructor(sessionId: string, bus: Subscribing, onGone: () => void) {
    this.sessionId = sessionId;
    this.#bus = bus;
    this.#onGone = onGone;
    this.#endOut = bus.subscribeOut(
      sessionId,
      (bytes, headers) => this.#onFrame(bytes, headers),
      (user) => this.#isHeld(user),
    );
  }

  /** Who holds the session, as far as this gateway was told: the key of an admin, or `nobody`. */
  get holder(): FrameHeaders['holder'] {
    return this.#holder;
  }

  get isWatched(): boolean {
    return this.#endNotes !== undefined;
  }

  /** Subscribes to what admins alone see as long as a member watches. */
  watchersChanged(): void {
    const watched = [...this.members].some(({ watching }) => watching);
    if (watched) this.#endNotes ??= this.#bus.subscribeNote(this.sessionId, (bytes) => this.#onNote(bytes));
    else {
      this.#endNotes?.();
      this.#endNotes = undefined;
    }
  }

  unsubscribe(): void {
    this.#endOut();
    this.#endNotes?.();
    this.#endNotes = undefined;
  }

  /** Frames may have been lost: the sockets are to ask again, and who holds the session is known from then on. */
  resync(): void {
    this.#holder = undefined;
    const frame = resyncFrame(this.sessionId);
    for (const member of this.members) member.deliver(frame);
  }

  /** Takes what an answer told about the session; what a live frame told later is never undone. */
  learn(fence = this.#fence, holder: FrameHeaders['holder']): void {
    if (fence < this.#fence) return;
    if (fence > this.#fence) this.#holder = holder;
    else this.#holder ??= holder;
    this.#fence = fence;
  }

  /** Whether a socket of this user has it open as its own. */
  isOpenFor(userId: string): boolean {
    for (const { connection, open } of this.members)
      if (open === 'own' && connection.user.id === userId) return true;
    return false;
  }

  /** An admin's socket doesn't hold what it watches, nor the session of somebody else. */
  #isHeld(user: UserKey): boolean {
    for (const { connection, open } of this.members)
      if (open === 'own' && userKey(connection.user.id) === user) return true;
    return false;
  }

  /** The WebSocket frame is built once, for all sockets. */
  #onFrame(bytes: Uint8Array, { fence, holder, except, gone }: FrameHeaders): void {
    if (fence !== undefined && fence < this.#fence) return;
    if (fence !== undefined && fence > this.#fence) {
      this.#fence = fence;
      this.#holder = undefined;
    }
    this.#holder = holder ?? this.#holder;
    const frame = textFrame(bytes);
    for (const member of this.members) {
      if (except === undefined || userKey(member.connection.user.id) !== except) member.deliver(frame, fence);
    }
    if (gone) this.#onGone();
  }

  #onNote(bytes: Uint8Array): void {
    const frame = textFrame(bytes);
    for (const member of this.members) if (member.watching) member.deliver(frame);
  }
}
