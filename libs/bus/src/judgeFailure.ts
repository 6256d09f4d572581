import type { JsMsg } from 'nats';
import { backoff } from './backoff.ts';
import { countFault } from './countFault.ts';
import { isOwnFault } from './isOwnFault.ts';
import type { Link } from './link.ts';
import { verdict, type Verdict } from './verdict.ts';
import { within } from './within.ts';

/** Failures through its own fault after which a message is given up. */
export const MAX_FAULTS = 5;

/** How long it may take until what the handler needs says that it is there, in milliseconds. */
const READY_MS = 1000;

/** Category and code, unless it has a name of its own. Never quotes the message, which an error's text might. */
const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error;
  return error.name === 'ParleyError' && 'category' in error && 'code' in error
    ? `${String(error.category)}/${String(error.code)}`
    : error.name;
};

/**
 * What becomes of a message whose handler threw: it comes again, until it has failed `MAX_FAULTS` times through its own
 * fault, on whichever workers. An outage counts for nothing: neither one that the error tells, nor any failure while
 * `ready` (what the handler needs) throws, nor one that can't be counted. Never rejects.
 */
export async function judgeFailure(
  link: Link,
  message: JsMsg,
  error: unknown,
  ready: () => Promise<void>,
): Promise<Verdict> {
  const later = verdict.retry(backoff(message.info.deliveryCount));
  if (!isOwnFault(error)) return later;
  try {
    await within(READY_MS, ready());
    const faults = await countFault(link, message);
    if (faults < MAX_FAULTS) return verdict.retry(backoff(faults));
    return verdict.drop(`failed ${faults} times: ${nameOf(error)}`);
  } catch (cause) {
    link.log.warn('fault.uncounted', { subject: message.subject, cause });
    return later;
  }
}
