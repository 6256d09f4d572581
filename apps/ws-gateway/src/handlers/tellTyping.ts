import type { Rate } from '@parley/config';
import type { ClientFrameOf } from '@parley/protocol';
import { takeToken } from '../limits/takeToken.ts';
import type { Handler } from './Handler.ts';

/** Of one socket in one session: a person who begins and stops again and again needs fewer. */
const RATE: Rate = { n: 10, perMs: 10_000 };

/**
 * Shows whoever watches the session that its user is typing. Never answered, never kept: what is too much, or of a
 * session that isn't open here, is dropped without a word.
 */
export const tellTyping: Handler<ClientFrameOf<'typing'>> = (connection, { sessionId, active }, services) => {
  const member = connection.sessions?.get(sessionId);
  if (!member) return;
  const taken = takeToken(member.typingFullAt, RATE, services.elapsed());
  if ('retryAfterMs' in taken) return;
  member.typingFullAt = taken.fullAt;
  services.bus.publishNote(sessionId, { type: 'typing', sessionId, sender: 'user', active });
};
