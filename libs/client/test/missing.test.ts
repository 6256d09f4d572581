import { expect, test } from '@jest/globals';
import type { ServerFrame } from '@parley/protocol';
import type { ModelSession } from './modelSession.ts';
import { socketOf, World, type Page } from './world.ts';

const newId = (): string => crypto.randomUUID();
const opens = (
  world: World,
): { sessionId?: string | undefined; afterRev?: number | undefined; id: string }[] =>
  world.server.received.filter((frame) => frame.type === 'session.open');

async function start(world: World): Promise<{ page: Page; session: ModelSession }> {
  const page = await world.page();
  const session = world.server.sessions.get(page.handle.id ?? '');
  if (!session) throw new Error('no session was made');
  return { page, session };
}

test('a gap that isn’t closed within two seconds opens again from the last change without gap', async () => {
  const world = new World();
  const { page, session } = await start(world);
  session.say(newId(), 'a');
  socketOf(page).down = [];
  session.say(newId(), 'b');
  await world.flow();
  await world.pass(1_900, 100);
  expect(opens(world)).toHaveLength(1);
  await world.pass(200, 100);
  expect(opens(world).at(-1)).toMatchObject({ afterRev: 1 });
  expect(page.handle.timeline.messages.map(({ text }) => text)).toEqual(['a', 'b']);
});

test('a gap that closes by itself is no reason to ask', async () => {
  const world = new World();
  const { page, session } = await start(world);
  session.say(newId(), 'a');
  const late = socketOf(page).down.splice(0);
  session.say(newId(), 'b');
  await world.pass(1_500, 100);
  socketOf(page).down.push(...late);
  await world.pass(10_000);
  expect(opens(world)).toHaveLength(1);
});

test('[P28] a missed piece of an answer is fetched at once, also when the first copy of it is too old', async () => {
  const world = new World();
  const { page, session } = await start(world);
  session.startAnswer(newId());
  session.write('ab');
  await world.flow();
  session.write('cd');
  socketOf(page).down = [];
  const [stale] = [session.snapshot('', session.session.rev, 50), session.write('ef')];
  world.server.isSlow = true;
  await world.flow();
  const asked = opens(world).at(-1);
  expect(opens(world)).toHaveLength(2);
  const text = (): string | undefined => [...page.handle.timeline.streaming.values()][0]?.text;
  socketOf(page).peer?.say({ ...stale, ref: asked?.id ?? '' });
  await world.flow();
  expect(text()).toBe('abcdef');
  expect(page.handle.timeline.isLive).toBe(true);
});

test('what a copy doesn’t reach is asked for again', async () => {
  const world = new World();
  const { page, session } = await start(world);
  session.startAnswer(newId());
  await world.flow();
  const stale = session.snapshot('', session.session.rev, 50);
  session.write('ab');
  socketOf(page).down = [];
  session.write('cd');
  world.server.isSlow = true;
  await world.flow();
  socketOf(page).peer?.say({ ...stale, ref: opens(world).at(-1)?.id ?? '' });
  await world.flow();
  world.server.isSlow = false;
  await world.pass(1_000);
  expect([...page.handle.timeline.streaming.values()]).toEqual([{ attempt: 1, text: 'abcd' }]);
});

test('no sign of an answer for 12 s opens again; signs keep it quiet', async () => {
  const world = new World();
  const { page, session } = await start(world);
  session.startAnswer(newId());
  for (let sign = 0; sign < 6; sign++) {
    session.write('');
    await world.pass(5_000);
  }
  expect(opens(world)).toHaveLength(1);
  session.write('abc');
  socketOf(page).down = [];
  await world.pass(12_000);
  expect(opens(world)).toHaveLength(2);
  expect([...page.handle.timeline.streaming.values()]).toEqual([{ attempt: 1, text: 'abc' }]);
  session.end();
  await world.pass(60_000);
  expect(opens(world)).toHaveLength(2);
});

test('resync opens again, also while an opening is on its way', async () => {
  const world = new World();
  const { page, session } = await start(world);
  world.server.isSlow = true;
  socketOf(page).peer?.resync();
  await world.flow();
  expect(page.handle.timeline.isLive).toBe(false);
  socketOf(page).peer?.resync();
  await world.flow();
  session.listeners.clear();
  socketOf(page).peer?.finishOpen();
  await world.flow();
  session.say(newId(), 'a');
  world.server.isSlow = false;
  await world.pass(2_000);
  expect(page.handle.timeline).toMatchObject({ isLive: true, messages: [{ text: 'a' }] });
});

test('lost history: what a restored server has is shown, all of it and nothing else', async () => {
  const world = new World();
  const { page, session } = await start(world);
  for (let at = 0; at < 5; at++) session.say(newId(), 'old');
  await world.flow();
  expect(page.handle.timeline.timesLost).toBe(0);
  socketOf(page).cut();
  session.entries = session.entries.slice(0, 1);
  session.session = { ...session.session, rev: 2 };
  await world.pass(5_000);
  expect(page.handle.timeline).toMatchObject({ messages: [{ text: 'old' }], timesLost: 1, isLive: true });
  session.say(newId(), 'new');
  await world.flow();
  expect(page.handle.timeline.messages.map(({ text }) => text)).toEqual(['old', 'new']);
});

test('a server that always sends what doesn’t fit is not asked in a tight loop', async () => {
  const world = new World();
  const { page, session } = await start(world);
  session.startAnswer(newId());
  await world.flow();
  const { id: sessionId } = session.session;
  const stray: ServerFrame = {
    type: 'message.delta',
    sessionId,
    messageId: newId(),
    attempt: 1,
    offset: 9,
    text: 'x',
  };
  for (let at = 0; at < 600; at++) {
    socketOf(page).peer?.say(stray);
    await world.pass(100, 100);
  }
  expect(opens(world).length).toBeLessThan(30);
});
