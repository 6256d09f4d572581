import { expect, test } from '@jest/globals';
import type { ClientFrame, ParleyError } from '@parley/protocol';
import * as fc from 'fast-check';
import type { ModelSession } from './modelSession.ts';
import { socketOf, World, type Page } from './world.ts';

/** An admin's page on a session of somebody else. */
async function adminPage(): Promise<{ world: World; page: Page; session: ModelSession }> {
  const world = new World();
  const user = await world.page();
  world.server.user = { id: 'ada', name: 'Ada', roles: ['admin'] };
  const sessionId = user.handle.id ?? '';
  const page = await world.page({ open: { sessionId } });
  const session = world.server.sessions.get(sessionId);
  if (!session) throw new Error('no session was made');
  return { world, page, session };
}

const sent = (world: World, type: ClientFrame['type']): ClientFrame[] =>
  world.server.received.filter((frame) => frame.type === type);

test('[P51] calls for a human say what they were given, and the timeline shows how the call stands', async () => {
  const world = new World();
  const { handle } = await world.page();
  await Promise.all([handle.requestHelp('lost', 'ann@example.org'), world.flow()]);
  expect(sent(world, 'help.request')).toMatchObject([
    { sessionId: handle.id, reason: 'lost', email: 'ann@example.org' },
  ]);
  expect(handle.timeline.help).toEqual({ state: 'requested', position: 1, waitMs: 1000 });
  expect(handle.timeline.session).toMatchObject({ handling: 'requested', help: { by: 'user' } });
  await Promise.all([handle.cancelHelp(), world.flow()]);
  expect(handle.timeline.help).toBeUndefined();
  await Promise.all([handle.requestHelp(), world.flow()]);
  expect(sent(world, 'help.request').at(-1)).not.toHaveProperty('reason');
  expect(world.server.violations).toEqual([]);
});

test('[P53] what an admin does is said as frames of the session', async () => {
  const { world, page, session } = await adminPage();
  const { handle } = page;
  const asked = [
    handle.acknowledge(),
    handle.takeover(),
    handle.note('internal'),
    handle.note('guidance', true),
    handle.takeover(true),
    handle.release({ note: 'done', to: 'eve' }),
    handle.release(),
  ];
  await Promise.all([...asked, world.flow()]);
  expect(world.server.received.filter(({ type }) => type.startsWith('admin.'))).toEqual(
    [
      { type: 'admin.acknowledge' },
      { type: 'admin.takeover' },
      { type: 'admin.note', text: 'internal' },
      { type: 'admin.note', text: 'guidance', forAssistant: true },
      { type: 'admin.takeover', force: true },
      { type: 'admin.release', note: 'done', to: 'eve' },
      { type: 'admin.release' },
    ].map((frame) => ({ ...frame, id: expect.any(String), sessionId: session.session.id })),
  );
  expect(world.server.violations).toEqual([]);
});

test('[P53] a watched session is asked for again on each new socket, once, until that is ended', async () => {
  const { world, page } = await adminPage();
  const { handle } = page;
  expect(handle.timeline.isWatched).toBe(false);
  await Promise.all([handle.watch(), world.flow()]);
  expect(handle.timeline.isWatched).toBe(true);
  for (let cut = 1; cut <= 3; cut++) {
    socketOf(page).cut();
    expect(handle.timeline.isWatched).toBe(false);
    await world.pass(10_000);
    expect(sent(world, 'admin.watch')).toHaveLength(cut + 1);
    expect(handle.timeline.isWatched).toBe(true);
  }
  await Promise.all([handle.unwatch(), world.flow()]);
  expect(handle.timeline.isWatched).toBe(false);
  socketOf(page).cut();
  await world.pass(10_000);
  expect(sent(world, 'admin.watch')).toHaveLength(4);
  expect(sent(world, 'admin.unwatch')).toHaveLength(1);
});

test('[P53] a session that is closed is watched no longer, as soon as the socket hears of it', async () => {
  const { world, page } = await adminPage();
  const sessionId = page.handle.id ?? '';
  await Promise.all([page.handle.watch(), world.flow()]);
  page.handle.close();
  await world.flow();
  expect(sent(world, 'admin.unwatch')).toEqual([
    { type: 'admin.unwatch', id: expect.any(String), sessionId },
  ]);
  socketOf(page).cut();
  await world.pass(10_000);
  expect(sent(world, 'admin.watch')).toHaveLength(1);
  expect(sent(world, 'admin.unwatch')).toHaveLength(1);

  // One that is still being asked for.
  const again = page.client.open({ sessionId });
  await world.flow();
  const [asked] = await Promise.all([
    Promise.allSettled([again.watch()]),
    (async () => {
      await Promise.resolve();
      again.close();
      await world.flow();
    })(),
  ]);
  expect(asked).toMatchObject([{ status: 'rejected', reason: { code: 'closed' } }]);
  const last = world.server.received.filter(({ type }) => type === 'admin.watch' || type === 'admin.unwatch');
  expect(last.at(-1)).toMatchObject({ type: 'admin.unwatch' });
  expect(world.server.violations).toEqual([]);
});

test('[P53] one that nobody watches, and one without a socket, is closed without a word', async () => {
  const { world, page } = await adminPage();
  page.handle.close();
  const away = await world.page({ open: { sessionId: page.handle.id ?? '' } });
  await Promise.all([away.handle.watch(), world.flow()]);
  world.isUp = false;
  socketOf(away).cut();
  away.handle.close();
  world.isUp = true;
  await world.pass(20_000);
  expect(sent(world, 'admin.unwatch')).toEqual([]);
  // The end of the client is the end of its socket, which takes the watching along.
  const last = await world.page({ open: { sessionId: page.handle.id ?? '' } });
  await Promise.all([last.handle.watch(), world.flow()]);
  last.client.close();
  await world.pass(20_000);
  expect(socketOf(last).readyState).toBeGreaterThan(1);
  expect(sent(world, 'admin.unwatch')).toEqual([]);
});

test('[P53] one that is cut before its answer is asked for until it is there, under the same id', async () => {
  const { world, page } = await adminPage();
  const asked = page.handle.watch();
  for (let cut = 0; cut < 3; cut++) {
    socketOf(page).moveUp();
    socketOf(page).cut();
    await world.clock.advance(10_000);
    for (let n = 0; n < 3; n++) socketOf(page).moveDown();
  }
  await world.pass(20_000);
  expect((await asked).type).toBe('ack');
  expect(page.handle.timeline.isWatched).toBe(true);
  expect(new Set(sent(world, 'admin.watch').map(({ id }) => id)).size).toBe(1);
});

test('[P61] without the role watching is refused, and not asked for again', async () => {
  const world = new World();
  const page = await world.page();
  const [outcome] = await Promise.allSettled([page.handle.watch(), world.flow()]);
  expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'role_required' } });
  socketOf(page).cut();
  await world.pass(10_000);
  expect(sent(world, 'admin.watch')).toHaveLength(1);
});

test('[P61] a role that is taken away ends watching and the sessions of others, and says so', async () => {
  const { world, page } = await adminPage();
  const errors: string[] = [];
  const other = await world.page({
    onError: ({ code }) => errors.push(code),
    open: { sessionId: page.handle.id ?? '' },
  });
  await Promise.all([other.handle.watch(), world.flow()]);
  const error = { category: 'permission', code: 'role_required', message: '', recoverable: true } as const;
  socketOf(other).peer?.say({ type: 'error', error });
  await world.flow();
  expect(errors).toEqual(['role_required']);
  expect(other.handle.timeline).toMatchObject({
    isWatched: false,
    isLive: false,
    error: { code: 'role_required' },
  });
  const before = sent(world, 'admin.watch').length;
  socketOf(other).cut();
  await world.pass(10_000);
  expect(sent(world, 'admin.watch')).toHaveLength(before);
  expect(page.handle.timeline.isLive).toBe(true);
});

test('[P54] an admin who doesn’t hold the session is told so, and may send the message again when they do', async () => {
  const { world, page, session } = await adminPage();
  const { handle } = page;
  const [outcome] = await Promise.allSettled([handle.say('hello'), world.flow()]);
  expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'not_holder' } });
  const [pending] = handle.timeline.pending;
  expect(pending).toMatchObject({ text: 'hello', status: 'failed' });
  await Promise.all([handle.takeover(), world.flow()]);
  handle.retry(pending?.id ?? '');
  await world.flow();
  expect(handle.timeline.pending).toEqual([]);
  expect(session.entries).toMatchObject([{ sender: 'admin', text: 'hello', id: pending?.id }]);
});

test('[P54] [P12] what an admin says in the session of somebody else is there once and in order, whatever is cut', async () => {
  const act = fc.constantFrom('say', 'up', 'down', 'down', 'cut', 'pass', 'before', 'after', 'busy');
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 60 }), async (acts) => {
      const { world, page, session } = await adminPage();
      await Promise.all([page.handle.takeover(), page.handle.watch(), world.flow()]);
      const said: string[] = [];
      const acks: string[] = [];
      for (const what of acts) {
        const socket = socketOf(page);
        if (what === 'say') {
          const text = `text ${said.length}`;
          said.push(text);
          void page.handle.say(text).then(() => acks.push(text));
        }
        if (what === 'up') socket.moveUp();
        if (what === 'down') socket.moveDown();
        if (what === 'cut') socket.cut();
        if (what === 'pass') await world.clock.advance(3_000);
        if (what === 'before' || what === 'after') world.server.failures.push(what);
        if (what === 'busy') world.server.failures.push(undefined as ParleyError | undefined);
      }
      await world.pass(60_000, 5_000);
      expect(session.entries.map(({ text, sender }) => [text, sender])).toEqual(
        said.map((text) => [text, 'admin']),
      );
      expect(acks).toEqual(said);
      expect(page.handle.timeline.pending).toEqual([]);
      expect(page.handle.timeline).toMatchObject({ isWatched: true, isLive: true });
      expect(world.server.violations).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
