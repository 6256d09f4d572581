import { userKey, type IsHeld, type OnFrame, type Unsubscribe } from '@parley/bus';
import type { UserKey } from '@parley/protocol';
import { textFrame } from '../connection/textFrame.ts';
import type { Member } from './Member.ts';

/** A session with sockets on this gateway: one subscription, however many they are. */
export class Channel {
  readonly sessionId: string;
  readonly members = new Set<Member>();
  readonly unsubscribe: Unsubscribe;
  /** The highest fence seen: what was written under an older one is no longer valid. */
  #fence = 0;

  /** @param subscribe starts the flow of the session's frames, and of questions whether it is held here */
  constructor(sessionId: string, subscribe: (onFrame: OnFrame, isHeld: IsHeld) => Unsubscribe) {
    this.sessionId = sessionId;
    this.unsubscribe = subscribe(
      (bytes, { fence }) => this.#onFrame(bytes, fence),
      (user) => this.#isHeld(user),
    );
  }

  deliver(frame: Buffer): void {
    for (const member of this.members) member.deliver(frame);
  }

  /** Whether a socket of this user is among its members. */
  isOpenFor(userId: string): boolean {
    for (const { connection } of this.members) if (connection.user.id === userId) return true;
    return false;
  }

  /** An admin's socket doesn't hold the session of somebody else. */
  #isHeld(user: UserKey): boolean {
    for (const { connection } of this.members) if (userKey(connection.user.id) === user) return true;
    return false;
  }

  /** The WebSocket frame is built once, for all sockets. */
  #onFrame(bytes: Uint8Array, fence: number | undefined): void {
    if (fence !== undefined) {
      if (fence < this.#fence) return;
      this.#fence = fence;
    }
    this.deliver(textFrame(bytes));
  }
}
