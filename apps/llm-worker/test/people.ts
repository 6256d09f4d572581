import { randomUUID } from 'node:crypto';
import { userKey } from '@parley/bus';
import { createSession, type SessionState } from '@parley/conversation';
import type { ServerFrame, User } from '@parley/protocol';
import { setStage, type Stage } from './stage.ts';

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

/** A stage with two workers that look after people ten times a second. */
export async function stageOfPeople(): Promise<Stage> {
  const stage = await setStage();
  for (let n = 0; n < 2; n++) await stage.worker({ env: { PEOPLE_SWEEP: '100ms' } });
  return stage;
}

/** A session as it is stored. */
export const stateIn = async ({ store }: Stage, id: string): Promise<SessionState | undefined> =>
  (await store.sessions.load(id))?.state;

/** A stored session of a new user, its frames, and what can be done to it. */
export async function aScene(stage: Stage) {
  const { user, sessionId } = await aSession(stage);
  const frames = stage.watch(sessionId);
  await stage.bus.flush();
  return { user, sessionId, frames, ...deeds(stage, sessionId, user) };
}

/** A socket of an admin, as far as workers ask for it; gives what closes it. */
export async function aSocket({ bus }: Stage, { id }: User): Promise<() => Promise<void>> {
  const end = bus.subscribeUser(userKey(id), () => undefined);
  await bus.flush();
  return async () => {
    end();
    await bus.flush();
  };
}

/** Who did what to a session, the oldest first. */
export const auditOf = async ({ store }: Stage, sessionId: string): Promise<[string, string][]> =>
  (await store.audit.list({ limit: 1_000 }))
    .filter(({ target }) => target === sessionId)
    .map(({ who, what }): [string, string] => [who, what])
    .toReversed();

/** What a frame is: its type, or its error's category and code. */
export const codeOf = (frame: ServerFrame): string =>
  frame.type === 'error' ? `${frame.error.category}/${frame.error.code}` : frame.type;
