import type { File, Message, Note, ServerFrame, ServerFrameOf, Session } from '@parley/protocol';

/** The frames that change a timeline. */
export type TimelineFrame = Exclude<
  Extract<ServerFrame, { sessionId: string; rev?: number | undefined }>,
  { type: 'session.opened' | 'resync' }
>;

/** An answer that is being written, as far as it is known. */
export interface StreamingText {
  readonly attempt: number;
  readonly text: string;
  /** What the model has thought so far; left out: nothing. */
  readonly reasoning?: string | undefined;
  /** What the answer waits for; gone as soon as more of it comes. */
  readonly waiting?: Pick<ServerFrameOf<'message.waiting'>, 'reason' | 'retryInMs'>;
}

/** What is known of a session. Never changed: each step gives a new one. */
export interface TimelineState {
  readonly session: Session | undefined;
  /** Every change up to this one has been applied. */
  readonly rev: number;
  /** By `seq`, without gaps. */
  readonly messages: readonly Message[];
  /** Older entries exist. */
  readonly hasMore: boolean;
  /** Changed entries that are older than the oldest shown. */
  readonly below: ReadonlyMap<string, Message>;
  readonly streaming: ReadonlyMap<string, StreamingText>;
  /** Changes that came before an earlier one, by `rev`. */
  readonly ahead: ReadonlyMap<number, TimelineFrame>;
  /** Pages of an answer to `session.open` that isn't complete yet; live changes wait in `ahead`. */
  readonly partial: { readonly rev: number; readonly messages: readonly Message[] } | undefined;
  /** How often the server turned out to have lost what was shown (a restored backup): all was loaded anew. */
  readonly timesLost: number;
  readonly ended: ServerFrameOf<'session.ended'>['reason'] | undefined;
  /** How the call for a human stands, always as `session` has it; `taken` as long as a human has it. */
  readonly help: Omit<ServerFrameOf<'help.updated'>, 'type' | 'sessionId' | 'rev'> | undefined;
  readonly typing: 'user' | 'admin' | undefined;
  readonly files: ReadonlyMap<string, File>;
  /** Internal notes by id, of who watches the session: those that came while it was open. */
  readonly notes: ReadonlyMap<string, Note>;
}

/** Nothing is known yet. */
export const EMPTY_TIMELINE: TimelineState = {
  session: undefined,
  rev: 0,
  messages: [],
  hasMore: false,
  below: new Map(),
  streaming: new Map(),
  ahead: new Map(),
  partial: undefined,
  timesLost: 0,
  ended: undefined,
  help: undefined,
  typing: undefined,
  files: new Map(),
  notes: new Map(),
};
