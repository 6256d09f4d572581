import { HEADER, ParleyError, subjects, WireError, type UserKey } from '@parley/protocol';
import { headers, NatsError, type Msg } from 'nats';
import { unavailable } from './busError.ts';
import { fenceOf, headed, holderOf, type FrameHeaders, type OutHeaders } from './frames.ts';
import type { Link, Unsubscribe } from './link.ts';
import { fromBytes, toBytes, type Payload } from './payload.ts';
import { subscribe } from './subscribe.ts';
import { newTrace, traceOf, traceParent, type Trace } from './trace.ts';

/** What a request came to: an answer, or the certainty that nobody is there to give one. */
export type Reply =
  | {
      readonly kind: 'answer';
      readonly payload: Uint8Array;
      readonly sessionId: string | undefined;
      /** The session isn't the asker's own. */
      readonly foreign: boolean;
      readonly fence: number | undefined;
      readonly holder: FrameHeaders['holder'];
    }
  | { readonly kind: 'nobody' };

/** What a responder answers; `sessionId` goes beside the payload, so that a gateway needn't read it. */
export interface Answer extends Pick<OutHeaders, 'fence' | 'holder'> {
  payload: Payload;
  sessionId?: string;
  /** The session isn't the asker's own. */
  foreign?: boolean;
}

export interface Requests {
  /**
   * Asks and waits for the answer.
   * @throws ParleyError service/timeout, service/unavailable, or the error that the responder threw
   */
  request: (
    subject: string,
    payload: Payload,
    options: { timeoutMs: number; trace?: Trace },
  ) => Promise<Reply>;
  /**
   * Whether a socket of this user has the session open, on any gateway. One that doesn't answer within half a second
   * counts as gone.
   * @throws ParleyError service/unavailable
   */
  held: (sessionId: string, user: UserKey) => Promise<boolean>;
  /**
   * Whether a socket of this user, who may take sessions over, is open, on any gateway; as `held`.
   * @throws ParleyError service/unavailable
   */
  connected: (user: UserKey) => Promise<boolean>;
  /**
   * Answers requests; with `queue` each goes to one of the responders of that name. A `ParleyError` that the handler
   * throws is thrown to the asker, anything else arrives as service/internal. At most `limit` (256) at once, more are
   * refused as service/unavailable.
   */
  respond: (
    subject: string,
    options: { queue?: string; limit?: number },
    handler: (payload: Uint8Array, context: { trace: Trace }) => Answer | Promise<Answer>,
  ) => Unsubscribe;
}

/** How long gateways may take to say that they have a session open, in milliseconds. */
const PROBE_MS = 500;
/** The client's code of a request that reached nobody. */
const NO_RESPONDERS = '503';
/** Nobody is there, or nobody has anything to say. */
const SILENCE = new Set<string>([NO_RESPONDERS, 'TIMEOUT']);
/** Marks an answer that is an error. */
const ERROR = 'Parley-Error';

export function requests(link: Link): Requests {
  /** Whether anybody answers the question, for this user, on this subject. */
  const probe = (subject: string, user: UserKey): Promise<boolean> => {
    const header = headers();
    header.set(HEADER.probe, user);
    return link.guard(async () => {
      try {
        await link.nc.request(subject, undefined, { timeout: PROBE_MS, headers: header });
        return true;
      } catch (error) {
        if (error instanceof NatsError && SILENCE.has(error.code)) return false;
        throw error;
      }
    });
  };
  return {
    async request(subject, payload, { timeoutMs, trace = newTrace() }) {
      const header = headers();
      header.set(HEADER.trace, traceParent(trace));
      const options = { timeout: timeoutMs, headers: header };
      return link.guard(async () => {
        try {
          return toReply(await link.nc.request(subject, toBytes(payload), options));
        } catch (error) {
          if (error instanceof NatsError && error.code === NO_RESPONDERS) return { kind: 'nobody' };
          throw error;
        }
      });
    },
    held: (sessionId, user) => probe(subjects.out(sessionId), user),
    connected: (user) => probe(subjects.user(user), user),
    respond(subject, { queue, limit = 256 }, handler) {
      let busy = 0;
      const answer = async (message: Msg): Promise<void> => {
        busy++;
        try {
          if (busy > limit) throw unavailable();
          send(link, message, await handler(message.data, { trace: traceOf(message.headers) }));
        } catch (thrown) {
          if (!(thrown instanceof ParleyError)) link.log.error('request.failed', thrown, { subject });
          send(link, message, { payload: ParleyError.from(thrown).toWire() }, true);
        } finally {
          busy--;
        }
      };
      return subscribe(link, subject, (message) => void answer(message), queue);
    },
  };
}

function send({ outbox }: Link, { reply }: Msg, answer: Answer, failed = false): void {
  if (reply === undefined) return;
  const { payload, sessionId, foreign, fence, holder } = answer;
  const header = headed({
    [HEADER.session]: sessionId,
    [HEADER.foreign]: foreign ? 1 : undefined,
    [HEADER.fence]: fence,
    [HEADER.holder]: holder,
    [ERROR]: failed ? 1 : undefined,
  });
  outbox.send(reply, toBytes(payload), header);
}

function toReply({ data, headers: header }: Msg): Reply {
  if (header?.has(ERROR)) throw ParleyError.fromWire(fromBytes(WireError, data));
  return {
    kind: 'answer',
    payload: data,
    sessionId: header?.get(HEADER.session) || undefined,
    foreign: header?.has(HEADER.foreign) === true,
    fence: fenceOf(header),
    holder: holderOf(header),
  };
}
