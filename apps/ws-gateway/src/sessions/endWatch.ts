import type { Member } from './Member.ts';
import type { SessionServices } from './SessionServices.ts';

/** Takes the watching of a session from a socket; it keeps the session if it has it open. */
export function endWatch(
  member: Member,
  { channels, log }: Pick<SessionServices, 'channels' | 'log'>,
  reason: 'unwatched' | 'role' | 'closed',
): void {
  const { connection, channel } = member;
  channels.unwatch(member);
  log.info('watch.ended', { ...connection.about, sessionId: channel.sessionId, reason });
}
