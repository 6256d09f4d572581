import type { Connection } from '../connection/Connection.ts';
import { FULL } from '../limits/takeToken.ts';
import type { Channel } from './Channel.ts';
import { resyncFrame } from './resyncFrame.ts';

/** Live frames that may wait for `session.opened`, in bytes. */
const MOST_HELD = 256 * 1024;

interface Held {
  readonly frame: Buffer;
  readonly fence: number | undefined;
}

/** A session on one socket. Until `session.opened` is out, the session's live frames are held back. */
export class Member {
  readonly connection: Connection;
  readonly channel: Channel;
  /** How the socket has it open; `foreign`: it is somebody else's, and the socket an admin's; `gone`: there is none any more. */
  open: 'no' | 'own' | 'foreign' | 'gone' = 'no';
  /** The socket sees what only admins see of it. */
  watching = false;
  /** Bucket of its signs of typing. */
  typingFullAt = FULL;
  /** What is held back; undefined when frames go straight to the socket. */
  #held: Held[] | undefined;
  #heldBytes = 0;
  /** More came than could be held: what is held isn't all. */
  #lost = false;
  #asking = false;

  constructor(connection: Connection, channel: Channel) {
    this.connection = connection;
    this.channel = channel;
  }

  /** From now on live frames wait: the session is being asked for. */
  hold(): void {
    this.#held ??= [];
    this.#asking = true;
  }

  /** @param fence the one under which the frame was written, if it has one */
  deliver(frame: Buffer, fence?: number): void {
    if (!this.#held) return this.connection.write(frame);
    if (!this.#lost && this.#heldBytes + frame.length <= MOST_HELD) {
      this.#held.push({ frame, fence });
      this.#heldBytes += frame.length;
      return;
    }
    this.#held = [];
    this.#heldBytes = 0;
    this.#lost = true;
    // A client that was told to ask for more but doesn't is told that it missed something.
    if (!this.#asking) this.release();
  }

  /** The answer is out; more of it is to be asked for first, so live frames wait on. */
  waitForMore(): void {
    this.#asking = false;
  }

  /**
   * The answer is out: what was held follows, or, where that isn't all, the word to ask again.
   * @param since the fence that the answer was given under: it has all that older ones told, and the rest of what came
   *   under them is no longer valid
   */
  release(since = 0): void {
    const held = this.#held ?? [];
    const lost = this.#lost;
    this.#held = undefined;
    this.#heldBytes = 0;
    this.#lost = false;
    this.#asking = false;
    if (lost) this.connection.write(resyncFrame(this.channel.sessionId));
    for (const { frame, fence } of held)
      if (fence === undefined || fence >= since) this.connection.write(frame);
  }
}
