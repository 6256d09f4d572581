import { setTimeout as delay } from 'node:timers/promises';
import type { JsMsg } from 'nats';
import { keepDeadLetter } from './keepDeadLetter.ts';
import type { Link } from './link.ts';
import { ACK_WAIT_MS, HELD_MS } from './streams.ts';
import type { TurnVerdict } from './verdict.ts';

const CONFIRM_MS = 1000;
const CONFIRM_TRIES = 5;
const OUTAGE_MS = 60_000;
const LETTER_RETRY_MS = 1000;

/**
 * Tells the queue what became of a message. "Done" is repeated until the queue confirms it, through an outage too:
 * else the whole work would be done again. "Later" is said only while the message is surely still ours (`held`), for
 * afterwards it would call the message away from whoever has it now. After an outage it is said, too, where the queue would
 * else wait for a word all over again; but since words may have been lost on a line that hung, the time counts from when
 * the message was received (`receivedAt`, by `performance.now`).
 */
export async function settle(
  link: Link,
  message: JsMsg,
  said: TurnVerdict,
  held: () => boolean,
  receivedAt: number,
): Promise<void> {
  const isOurs = (): boolean => held() && performance.now() - receivedAt < HELD_MS;
  const later = async (afterMs: number) => {
    if (link.status() === 'connected' ? held() : (await link.connected(ACK_WAIT_MS)) && isOurs())
      message.nak(afterMs);
  };
  switch (said.kind) {
    case 'done':
      return confirm(link, message, '+ACK');
    case 'retry':
      return later(said.afterMs);
    case 'drop':
      try {
        await keepDeadLetter(link, message, said.reason);
      } catch (error) {
        link.log.error('letter.failed', error, { subject: message.subject });
        return later(LETTER_RETRY_MS);
      }
      return confirm(link, message, '+TERM');
    case 'silent':
      return;
  }
}

async function confirm(link: Link, message: JsMsg, word: '+ACK' | '+TERM'): Promise<void> {
  const { subject } = message;
  // The declared type leaves out where answers go; every message that was pulled has it.
  const { reply } = message as JsMsg & { reply: string };
  let last: unknown;
  for (let tries = 0; tries < CONFIRM_TRIES && (await link.connected(OUTAGE_MS)); tries++) {
    try {
      await link.guard(() => link.nc.request(reply, word, { timeout: CONFIRM_MS }));
      return;
    } catch (error) {
      last = error;
      await delay(50);
    }
  }
  link.log.warn('bus.unconfirmed', { subject, word, cause: last });
}
