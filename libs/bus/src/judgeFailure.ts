import type { JsMsg } from 'nats';
import { backoff } from './backoff.ts';
import { countFault } from './countFault.ts';
import { isTimeout } from './HandlerTimeout.ts';
import { isOwnFault } from './isOwnFault.ts';
import type { Link } from './link.ts';
import { verdict, type Verdict } from './verdict.ts';
import { within } from './within.ts';

/** Failures through its own fault after which a message is given up. */
export const MAX_FAULTS = 5;

/**
 * Times that it may hang until it is given up. A machine that is out of breath looks just like it, and what was acked must
 * not be lost to that; so it takes longer, and only counts while what the handler needs answers at once.
 */
export const MAX_TIMEOUTS = 20;

/** How long it may take until what the handler needs says that it is there, in milliseconds. */
const READY_MS = 1000;
/** The same, where it is to be told whether the message hangs or everything does. */
const AT_ONCE_MS = 100;

/** Category and code, unless it has a name of its own. Never quotes the message, which an error's text might. */
const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error;
  return error.name === 'ParleyError' && 'category' in error && 'code' in error
    ? `${String(error.category)}/${String(error.code)}`
    : error.name;
};

export interface Patience {
  /** Resolves when all is there that the handler needs, else throws. */
  readonly ready: () => Promise<void>;
  readonly maxTimeouts: number;
}

/**
 * What becomes of a message whose handler threw: it comes again, until it has failed `MAX_FAULTS` times through its own
 * fault, or hung `maxTimeouts` times, on whichever workers. An outage counts for nothing: neither one that the error tells, nor any failure while
 * `ready` (what the handler needs) throws, nor one that can't be counted. Never rejects.
 */
export async function judgeFailure(
  link: Link,
  message: JsMsg,
  error: unknown,
  { ready, maxTimeouts }: Patience,
): Promise<Verdict> {
  const later = verdict.retry(backoff(message.info.deliveryCount));
  if (!isOwnFault(error)) return later;
  const hung = isTimeout(error);
  try {
    await within(hung ? AT_ONCE_MS : READY_MS, ready());
    const faults = await countFault(link, message, hung ? 'timeout' : 'error');
    if (faults < (hung ? maxTimeouts : MAX_FAULTS)) return verdict.retry(backoff(faults));
    return verdict.drop(`failed ${faults} times: ${nameOf(error)}`);
  } catch (cause) {
    link.log.warn('fault.uncounted', { subject: message.subject, cause });
    return later;
  }
}
