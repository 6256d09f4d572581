import { ParleyError, subjects, type ClientFrameOf } from '@parley/protocol';
import type { Connection } from '../connection/Connection.ts';
import { askerOf } from './askerOf.ts';
import { askWorker } from './askWorker.ts';
import type { Handler } from './Handler.ts';
import { requireAdmin } from './requireAdmin.ts';

/** Sessions that one socket may watch. */
const MOST_WATCHED = 50;

/**
 * Lets an admin see a session live. As with opening one, its frames are subscribed to first: whatever is told after the
 * `ack` reaches the socket. A worker says whether there is such a session, and puts it into the audit log.
 */
export const watchSession: Handler<ClientFrameOf<'admin.watch'>> = async (
  connection,
  { id, sessionId },
  services,
  trace,
) => {
  const { channels, log, now } = services;
  requireAdmin(connection);
  const had = channels.memberOf(connection, sessionId);
  if (!had?.watching) refuseTooMany(connection);
  const member = had ?? channels.join(connection, sessionId);
  if (!had) member.hold();
  const before = member.watching;
  channels.watch(member);
  let answer: Awaited<ReturnType<typeof askWorker>>;
  try {
    const request = { sessionId, ...askerOf(connection), at: now() };
    answer = await askWorker(connection, subjects.sessionWatch, request, services, trace);
  } catch (error) {
    if (!before && !connection.released && member.open !== 'gone') channels.unwatch(member);
    throw error;
  }
  if (connection.released) return;
  // It may have been taken away while the worker was asked.
  requireAdmin(connection);
  member.channel.learn(answer.fence, answer.holder);
  connection.send({ type: 'ack', ref: id, sessionId });
  if (!had) member.release(answer.fence);
  if (!before) log.info('watch.started', { ...connection.about, sessionId, traceId: trace });
};

/** Told, rather than ending the one watched longest: what isn't seen any more would look like silence. */
function refuseTooMany({ sessions }: Connection): void {
  let watched = 0;
  for (const { watching } of sessions?.values() ?? []) if (watching) watched++;
  if (watched < MOST_WATCHED) return;
  const message = `At most ${MOST_WATCHED} sessions may be watched at a time.`;
  throw new ParleyError('rate_limit', 'frames', message);
}
