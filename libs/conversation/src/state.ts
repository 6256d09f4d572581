import type { Admin, Message, Session, Usage } from '@parley/protocol';

/** A user's message that no answer was started for yet. */
export interface Waiting {
  readonly messageId: string;
  /** When the gateway accepted it: milliseconds since 1970, as every time in here. */
  readonly acceptedAt: number;
  /** Which answer to it this will be: 1 unless it was asked for again. */
  readonly version?: number;
  /** The answer that this one is a new version of. */
  readonly replaces?: string;
  /** How that answer had ended, in case that this one isn't written after all. */
  readonly replacedStatus?: Message['status'];
  /** The interrupted answer that this one begins with and goes on from. */
  readonly continues?: string;
}

/** Why an answer that is being written is to end early. */
export type StopReason = 'user' | 'takeover' | 'edit';

/** The answer that is being written, and the lease of the turn that writes it: one writer, known by `attempt`. */
export interface Answer extends Waiting {
  readonly replyTo: string;
  readonly seq: number;
  /** The change that created its entry. */
  readonly rev: number;
  readonly model: string;
  /** Raised by every writer that takes over; what an older attempt sends or stores no longer counts. */
  readonly attempt: number;
  /** The queued turn that holds the lease, and its delivery count. */
  readonly turn: number;
  readonly delivery: number;
  readonly startedAt: number;
  readonly stop?: StopReason;
  /** Its writer gave the turn back before it wrote anything: the next one goes on with the same attempt. */
  readonly isHandedBack?: true;
}

/** Response times, `responseMs` of ended answers. */
export interface ResponseTimes {
  readonly maxMs: number;
  readonly sumMs: number;
  readonly count: number;
}

/** A call for a human, until somebody takes the session over, it is taken back, or the assistant gets it again. */
export interface HelpCall {
  /** Of the command that called; rounds of the escalation are known by it. */
  readonly id: string;
  readonly state: 'requested' | 'acknowledged';
  readonly by: 'user' | 'assistant';
  readonly requestedAt: number;
  /** The address that its user called from, for the audit log. */
  readonly from?: string;
  readonly reason?: string;
  /** Where a reply is to go when its user has left. */
  readonly email?: string;
  readonly acknowledgedBy?: Admin;
  /** Rounds of the escalation that went out. */
  readonly rounds: number;
  /** When the next one is due; none when there is no further one, or somebody is on it. */
  readonly nextRoundAt?: number;
}

/** How the last call for a human was answered. */
export interface HelpWait {
  readonly waitMs: number;
  readonly at: number;
}

/** What went wrong since a human was last called: what may make the assistant call one. */
export interface Trouble {
  /** Answers in a row that failed. */
  readonly failed: number;
  /** Answers that are rated down. */
  readonly down: number;
}

/** All that a session's rules depend on: one document, the session's only point of order. */
export interface SessionState {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly namedBy: 'nobody' | 'message' | 'model' | 'user';
  readonly model: string;
  readonly state: Session['state'];
  readonly handling: Session['handling'];
  readonly help?: HelpCall;
  readonly lastWait?: HelpWait;
  /** While a human has it: where its user wanted a reply to go, and the call in which they said so. */
  readonly reply?: { readonly call: string; readonly email: string };
  /** The admin who holds it, while `handling` is `human`. */
  readonly admin?: Admin;
  /** Until when the hold counts, unless a socket of its admin is seen before. */
  readonly holdUntil?: number;
  /** A takeover is under way: until then no answer begins, so that none is cut off as soon as it was seen. */
  readonly heldBackUntil?: number;
  readonly adminAssisted: boolean;
  /** When the assistant last got it back from a human, or from the wait for one. */
  readonly freedAt?: number;
  /** The command that gave it back, or that ended a hold which ran out. */
  readonly freedBy?: string;
  readonly trouble?: Trouble;
  /** Admins noted something about it that the model is to read. */
  readonly isGuided?: true;
  /** Put away by its user: not in the list unless asked for. */
  readonly archived: boolean;
  /** Raised by each takeover: frames of an older fence are dropped on their way. */
  readonly fence: number;
  readonly createdAt: number;
  readonly lastActivityAt: number;
  readonly endedAt?: number;
  /** Why it is about to be removed: it is over for everybody, and nothing may change or follow any more. */
  readonly removed?: 'deleted' | 'retention';
  /**
   * Until when a socket of its user is taken to have it open: renewed as long as one has, gone when the last one closes.
   * So who vanished without a word counts as being there a little too long, never too short.
   */
  readonly presentUntil?: number;
  readonly rev: number;
  readonly seq: number;
  readonly messageCount: number;
  /** The sum of the ledger over this session, as it was when the session last changed. */
  readonly usage: Usage;
  /** What was said before the context's window, in short: up to which place, and by which id the text is kept. */
  readonly summary?: { readonly upTo: number; readonly id: string };
  readonly responseTimes: ResponseTimes;
  /** The last commands that were applied, so that a redelivered one is known without a look elsewhere. */
  readonly recent: readonly string[];
  readonly waiting: readonly Waiting[];
  readonly answer?: Answer;
  /** The queued turn that ended the last answer: if it comes again, its writer may have died before telling of the end. */
  readonly endedBy?: number;
}

/** An entry as it is kept. Of two copies the one with the higher `rev`, then the higher `attempt`, is the newer. */
export interface Entry extends Omit<Message, 'createdAt' | 'editedAt'> {
  readonly createdAt: number;
  readonly editedAt?: number;
  readonly attempt?: number;
  /** The provider's own conversation in which the answer was written, where it keeps one. Never leaves the services. */
  readonly thread?: string;
}

/** What an entry is and where it stands, without what was said. */
export type EntryOutline = Pick<Entry, 'id' | 'seq' | 'rev' | 'sender' | 'status' | 'replyTo' | 'version'>;

/** An entry, by its id, that becomes `superseded` with the change `rev`. */
export interface Superseded {
  readonly id: string;
  readonly rev: number;
}
