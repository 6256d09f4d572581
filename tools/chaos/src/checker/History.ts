import type { Message, Session } from '@parley/protocol';
import type { SeenCall } from '../provider/SeenCall.ts';
import type { Fault } from '../faults/Fault.ts';
import type { Operation } from '../recorder/Operation.ts';

/** A session as it is kept, when everything has settled. */
export interface StoredSession {
  readonly session: Session;
  /** By `seq`. */
  readonly messages: readonly Message[];
}

/** What a client shows at the end, and what a person before it would have found wrong on the way. */
export interface View {
  readonly client: number;
  readonly sessionId: string;
  readonly messages: readonly Message[];
  /** Older messages exist that it doesn't show. */
  readonly hasMore: boolean;
  /** Answers that it shows as being written. */
  readonly streaming: number;
  /** Own messages that it still tries to send. */
  readonly unsent: number;
  readonly faults: readonly string[];
}

/** What a client got that asked for all changes after `afterRev`. */
export interface Resumed {
  readonly sessionId: string;
  readonly afterRev: number;
  readonly messages: readonly Message[];
}

/** A fault, and how long after its end nobody was served; `Infinity`: for longer than was waited. */
export interface Outage {
  readonly kind: Fault['kind'];
  /** With what it hit. */
  readonly fault: string;
  readonly restoredMs: number;
}

/** An entry of the ledger, as far as it is checked. Times are milliseconds since 1970; without an end there are no tokens. */
export interface LedgerEntry {
  /** Of its call. */
  readonly id: string;
  readonly sessionId: string;
  readonly messageId?: string;
  readonly model: string;
  readonly outcome: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** All that is known of a run. */
export interface History {
  readonly operations: readonly Operation[];
  readonly sessions: readonly StoredSession[];
  readonly views: readonly View[];
  readonly resumed: readonly Resumed[];
  readonly outages: readonly Outage[];
  /** The whole ledger, as it was from this moment on. */
  readonly ledger: { readonly readAt: number; readonly entries: readonly LedgerEntry[] };
  /** Every call that the recording provider saw, until after the ledger was read. */
  readonly seen: readonly SeenCall[];
  /** The model that is had from it. */
  readonly recordedModel: string;
  /** Places in which something that was said can be read. */
  readonly leaks: readonly string[];
}
