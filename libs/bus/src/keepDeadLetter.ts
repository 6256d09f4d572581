import type { JsMsg } from 'nats';
import { LETTER, originalFields } from './letterHeader.ts';
import type { Link } from './link.ts';
import { publishToStream } from './queuePublisher.ts';

/**
 * Keeps a message as a dead letter, once however often it is tried.
 * @throws ParleyError service/unavailable or service/timeout
 */
export async function keepDeadLetter(link: Link, message: JsMsg, reason: string): Promise<void> {
  const { stream, streamSequence, timestampNanos, deliveryCount } = message.info;
  await publishToStream(
    link,
    'DEAD',
    `dead.${stream}`,
    message.data,
    { msgId: `${stream}.${streamSequence}.${timestampNanos}` },
    {
      ...originalFields(message.headers),
      [LETTER.subject]: [message.subject],
      [LETTER.reason]: [reason.replaceAll(/\s+/g, ' ').slice(0, 500)],
      [LETTER.deliveries]: [String(deliveryCount)],
    },
  );
}
