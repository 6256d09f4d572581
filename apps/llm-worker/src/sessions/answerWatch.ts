import { fromBytes, type Answer } from '@parley/bus';
import { roleRequired } from '@parley/conversation';
import { isAdmin, ParleyError, WatchRequest } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import { askedBy } from '../people/askedBy.ts';
import { asOfNow } from '../people/asOfNow.ts';
import { meet } from '../people/meet.ts';
import { outHeaders } from '../outHeaders.ts';

/**
 * Answers `rpc.session.watch`: an admin may watch any session there is, which is put on record.
 * @throws ParleyError permission/role_required, not_found/session
 */
export const answerWatch =
  (deps: Deps) =>
  async (payload: Uint8Array): Promise<Answer> => {
    const { store } = deps;
    const request = await asOfNow(deps, fromBytes(WatchRequest, payload));
    const { sessionId, user, at } = request;
    if (!isAdmin(user)) throw roleRequired('admin');
    const session = (await store.sessions.load(sessionId))?.state;
    if (!session) throw new ParleyError('not_found', 'session', 'sessionId: there is no such session.');
    await meet(deps, request, at);
    await store.audit.append({ ...askedBy(request, at), what: 'session.watched', target: sessionId });
    return { payload: {}, sessionId, ...outHeaders(session) };
  };
