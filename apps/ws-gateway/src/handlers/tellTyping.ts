import { userKey } from '@parley/bus';
import type { Rate } from '@parley/config';
import type { ClientFrameOf } from '@parley/protocol';
import { takeToken } from '../limits/takeToken.ts';
import type { Handler } from './Handler.ts';

/** Of one socket in one session: a person who begins and stops again and again needs fewer. */
const RATE: Rate = { n: 10, perMs: 10_000 };

/**
 * Shows the other side who is typing: whoever watches the session that its user is, and the user that the admin is who
 * holds it. Never answered, never kept: what is too much, of a session that isn't open here, or of an admin who doesn't
 * hold it, is dropped without a word.
 */
export const tellTyping: Handler<ClientFrameOf<'typing'>> = (connection, { sessionId, active }, services) => {
  const { bus, channels, elapsed } = services;
  const member = channels.memberOf(connection, sessionId);
  if (!member) return;
  const holder = member.open === 'own' ? undefined : userKey(connection.user.id);
  if (holder !== undefined && holder !== member.channel.holder) return;
  const taken = takeToken(member.typingFullAt, RATE, elapsed());
  if ('retryAfterMs' in taken) return;
  member.typingFullAt = taken.fullAt;
  const typing = { type: 'typing' as const, sessionId, active };
  if (holder === undefined) bus.publishNote(sessionId, { ...typing, sender: 'user' });
  else bus.publishOut(sessionId, { ...typing, sender: 'admin' }, { except: holder });
};
