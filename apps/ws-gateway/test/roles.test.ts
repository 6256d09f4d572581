import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ClientFrame, type ServerFrame } from '@parley/protocol';
import { anyOf } from '@parley/protocol/test/anyOf';
import * as fc from 'fast-check';
import type { FakeWorker } from './FakeWorker.ts';
import { Stack, tokenWith, type Running } from './harness.ts';
import type { Peer } from './Peer.ts';

let stack: Stack;
let worker: FakeWorker;
let running: Running;
beforeAll(async () => {
  stack = await Stack.start();
  worker = await stack.worker();
  running = await stack.gateway();
});
afterAll(() => stack.end());

const TYPES = ClientFrame.options.map((option) => option.shape.type.value);
const ADMINS = [['admin'], ['supervisor'], ['user', 'admin'], ['supervisor', 'Admin']];
const OTHERS = [
  [],
  ['user'],
  ['Admin'],
  ['ADMIN '],
  ['admin '],
  [' admin'],
  ['admin\n'],
  ['admin,supervisor'],
  ['administrator'],
  ['Supervisor'],
  ['SUPERVISOR'],
  ['аdmin'],
  ['admin\u0000'],
  ['admin\u200b'],
  ['*'],
  ['user', 'roles:admin'],
];
const anyRoles = fc.oneof(
  fc.constantFrom(...ADMINS, ...OTHERS),
  fc.array(fc.string({ maxLength: 12 }), { maxLength: 3 }),
);
const isAdmin = (roles: string[]): boolean => roles.includes('admin') || roles.includes('supervisor');

/** `opened`: somebody else's that one has tried to open before. */
type Whose = 'own' | 'foreign' | 'opened';

/** A session of somebody, made the way any is. */
async function sessionOf(peer: Peer): Promise<string> {
  await peer.next('welcome');
  const answer = await peer.ask({ type: 'session.open', new: true });
  if (answer.type !== 'session.opened') throw new Error(JSON.stringify(answer));
  return answer.session.id;
}
const codeOf = (answer: ServerFrame): string =>
  answer.type === 'error' ? `${answer.error.category}/${answer.error.code}` : answer.type;

/** What the answer must be, by the rules of the protocol; undefined: none. */
function expected(frame: ClientFrame, roles: string[], whose: Whose): string | undefined {
  const { type } = frame;
  if (type === 'typing') return undefined;
  if (type === 'ping') return 'pong';
  if (type === 'auth.refresh') return 'auth/token_invalid';
  if (type.startsWith('admin.')) return isAdmin(roles) ? 'ack' : 'permission/role_required';
  if (type === 'session.open')
    return whose === 'own' || frame.sessionId === undefined || isAdmin(roles)
      ? 'session.opened'
      : 'not_found/session';
  const mayWrite = whose === 'own' || (whose === 'opened' && isAdmin(roles) && type === 'message.send');
  if (!mayWrite) return 'conflict/not_open';
  if (type === 'message.stop') return 'not_found/message';
  if (type === 'message.send' && (frame.attachments?.length || frame.voice)) return 'not_found/file';
  // Whether they hold it is for the worker to say.
  return whose === 'own' ? 'ack' : 'conflict/not_holder';
}

/** Sends a frame as somebody of these roles: the answer, and whether anything came of it behind the gateway. */
async function attempt(frame: ClientFrame, roles: string[], whose: Whose, stranger: string) {
  const userId = randomUUID();
  const peer = running.connect(tokenWith(userId, roles));
  const own = await sessionOf(peer);
  const named = 'sessionId' in frame && frame.sessionId !== undefined;
  if (whose === 'opened') await peer.ask({ type: 'session.open', sessionId: stranger });
  peer.send(named ? { ...frame, sessionId: whose === 'own' ? own : stranger } : frame);
  const answer = frame.type === 'typing' ? undefined : await peer.answer(frame.id);
  await peer.ask({ type: 'ping' });
  const acted =
    worker.commands.some(({ frame: { id } }) => id === frame.id) ||
    worker.watches.some(({ user }) => user.id === userId);
  await peer.close();
  return { code: answer && codeOf(answer), acted };
}

describe('every frame and every role', () => {
  test('[P61] each attempt gets the answer that the table says, and what is refused reaches nobody', async () => {
    const stranger = await sessionOf(running.connect());
    const wrong: unknown[] = [];
    let attempts = 0;
    for (const type of TYPES) {
      const option = ClientFrame.options.find((one) => one.shape.type.value === type) ?? ClientFrame;
      const rows = [...ADMINS, ...OTHERS].flatMap((roles) =>
        (['own', 'foreign', 'opened'] as const).map((whose) => ({ roles, whose })),
      );
      const frames = fc.sample(anyOf<ClientFrame>(option), rows.length);
      await Promise.all(
        rows.map(async ({ roles, whose }, n) => {
          const frame = { ...(frames[n] as ClientFrame), id: randomUUID() };
          const { code, acted } = await attempt(frame, roles, whose, stranger);
          attempts++;
          const right = expected(frame, roles, whose);
          const mayAct = ['ack', 'not_found/message', 'conflict/not_holder'].includes(right ?? '');
          if (code !== right || (acted && !mayAct)) wrong.push({ type, roles, whose, code, right, acted });
        }),
      );
    }
    expect(wrong).toEqual([]);
    expect(attempts).toBe(TYPES.length * (ADMINS.length + OTHERS.length) * 3);
  }, 180_000);

  test('[P61] whatever roles a token names, only the two words let an admin’s frame through', async () => {
    const stranger = await sessionOf(running.connect());
    const admins = ClientFrame.options.filter((option) => option.shape.type.value.startsWith('admin.'));
    const frames = fc.oneof(...admins.map((option) => anyOf<ClientFrame>(option)));
    await fc.assert(
      fc.asyncProperty(frames, anyRoles, async (frame, roles) => {
        const { code, acted } = await attempt({ ...frame, id: randomUUID() }, roles, 'foreign', stranger);
        expect(code).toBe(isAdmin(roles) ? 'ack' : 'permission/role_required');
        if (!isAdmin(roles)) expect(acted).toBe(false);
      }),
    );
  });

  test('[P61] a worker that opens the session of somebody else for anybody is not believed', async () => {
    const owner = running.connect();
    const stranger = await sessionOf(owner);
    worker.opensAll = true;
    for (const roles of OTHERS) {
      const frame: ClientFrame = { type: 'session.open', id: randomUUID(), sessionId: stranger };
      expect((await attempt(frame, roles, 'foreign', stranger)).code).toBe('not_found/session');
    }
    worker.opensAll = false;
    await owner.close();
  });
});
