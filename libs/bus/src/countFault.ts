import type { JsMsg } from 'nats';
import type { Link } from './link.ts';
import { publishToStream } from './queuePublisher.ts';

const NOTHING = new Uint8Array();

/**
 * Notes that a message failed through its own fault at this delivery, and tells how often it has in this way, on whichever
 * workers.
 * @throws ParleyError service/unavailable or service/timeout
 */
export async function countFault(link: Link, message: JsMsg, way: 'error' | 'timeout'): Promise<number> {
  const { stream, streamSequence, timestampNanos, deliveryCount } = message.info;
  const subject = `fault.${stream}.${streamSequence}-${timestampNanos}-${way}`;
  await publishToStream(link, 'FAULTS', subject, NOTHING, { msgId: `${subject}.${deliveryCount}` });
  return link.guard(async () => {
    const { streams } = await link.nc.jetstreamManager({ checkAPI: false, timeout: 1000 });
    const { state } = await streams.info('FAULTS', { subjects_filter: subject });
    return state.subjects?.[subject] ?? 0;
  });
}
