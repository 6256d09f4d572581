import { randomUUID } from 'node:crypto';
import { createSession, type SessionState } from '@parley/conversation';
import type { ServerFrame, User } from '@parley/protocol';
import type { Stage } from './stage.ts';

/** An admin of a new id. */
export const anAdmin = (name: string, ...more: string[]): User => ({
  id: randomUUID(),
  name,
  roles: ['user', 'admin', ...more],
});

/** What admins and users do to one session, through the queue; each gives the outcome. */
export function deeds(stage: Stage, sessionId: string, user: User) {
  const about = () => ({ id: randomUUID(), sessionId });
  return {
    help: (reason?: string, email?: string): Promise<ServerFrame> => {
      const said = { ...(reason !== undefined && { reason }), ...(email !== undefined && { email }) };
      return stage.ask({ type: 'help.request', ...about(), ...said }, user);
    },
    cancel: () => stage.ask({ type: 'help.cancel', ...about() }, user),
    take: (admin: User, force = false) => stage.ask({ type: 'admin.takeover', ...about(), force }, admin),
    release: (admin: User, more: { note?: string; to?: string } = {}) =>
      stage.ask({ type: 'admin.release', ...about(), ...more }, admin),
    acknowledge: (admin: User) => stage.ask({ type: 'admin.acknowledge', ...about() }, admin),
    note: (admin: User, text: string, forAssistant = false) =>
      stage.ask({ type: 'admin.note', ...about(), text, forAssistant }, admin),
    say: (admin: User, text: string) => stage.ask({ type: 'message.send', ...about(), text }, admin),
  };
}

/** A stored session of a new user. */
export async function aSession(
  { store }: Pick<Stage, 'store'>,
  more: Partial<SessionState> = {},
): Promise<{ user: User; sessionId: string }> {
  const user = { id: randomUUID(), name: 'Uma', roles: ['user'] };
  const fresh = createSession(randomUUID(), user.id, 'demo', Date.now());
  const { loaded } = await store.sessions.create({ ...fresh, ...more });
  return { user, sessionId: loaded.state.id };
}
