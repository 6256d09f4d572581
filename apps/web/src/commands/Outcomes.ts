import { fromBytes, type Inbox } from '@parley/bus';
import { ParleyError, ServerFrame } from '@parley/protocol';

/** How long the outcome of a command is waited for, in milliseconds. */
const TIMEOUT_MS = 10_000;

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: ParleyError) => void;
  readonly timer: NodeJS.Timeout;
}

const unknownYet = (): ParleyError =>
  new ParleyError('service', 'timeout', 'The outcome is not known yet. Please ask again.', {
    retryAfterMs: 1000,
  });

/** Outcomes of commands that are waited for. */
export class Outcomes {
  readonly #inbox: Inbox;
  readonly #waiting = new Map<string, Waiting>();

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
    inbox.onReply((id, bytes) => {
      // Read first: what can't be read leaves whoever waits to the time limit.
      const frame = fromBytes(ServerFrame, bytes);
      const waiting = this.#take(id);
      if (!waiting) return;
      if (frame.type === 'error') waiting.reject(ParleyError.fromWire(frame.error));
      else waiting.resolve();
    });
  }

  /**
   * Expects the outcome of the command with this id.
   * @returns the subject to name as `replyTo`; `come` resolves when the command was carried out, and throws the
   *   ParleyError that it was refused with, or service/timeout when nothing was heard in time
   */
  expect(id: string): { readonly replyTo: string; readonly come: Promise<void> } {
    const come = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => this.forget(id, unknownYet()), TIMEOUT_MS);
      this.#waiting.set(id, { resolve, reject, timer });
    });
    return { replyTo: this.#inbox.subjectFor(id), come };
  }

  /** Stops waiting: whoever waits is told this error. */
  forget(id: string, error: ParleyError): void {
    this.#take(id)?.reject(error);
  }

  #take(id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(waiting?.timer);
    return waiting;
  }
}
