import type { FrameHeaders, Unsubscribe } from '@parley/bus';
import { textFrame } from '../connection/textFrame.ts';
import type { Member } from './Member.ts';

/** A session with sockets on this gateway: one subscription, however many they are. */
export class Channel {
  readonly sessionId: string;
  readonly members = new Set<Member>();
  readonly unsubscribe: Unsubscribe;
  /** The highest fence seen: what was written under an older one is no longer valid. */
  #fence = 0;

  /** @param subscribe starts the flow of the session's frames */
  constructor(
    sessionId: string,
    subscribe: (onFrame: (bytes: Uint8Array, headers: FrameHeaders) => void) => Unsubscribe,
  ) {
    this.sessionId = sessionId;
    this.unsubscribe = subscribe((bytes, { fence }) => this.#onFrame(bytes, fence));
  }

  deliver(frame: Buffer): void {
    for (const member of this.members) member.deliver(frame);
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
