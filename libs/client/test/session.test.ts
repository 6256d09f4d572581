import { expect, jest, test } from '@jest/globals';
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

test('a new session is made once, however often its opening is cut', async () => {
  const world = new World();
  const page = await world.page({ open: { new: true } });
  for (let cut = 0; cut < 3; cut++) {
    const other = await world.page({ open: { new: true } });
    socketOf(other).cut();
    await world.pass(5_000);
  }
  expect(world.server.sessions.size).toBe(4);
  world.server.sessions.clear();
  world.server.received.splice(0);
  page.client.close();
  world.isUp = false;
  const late = await world.page({ open: { new: true } });
  world.isUp = true;
  for (let cut = 0; cut < 5; cut++) {
    socketOf(late).cut();
    await world.clock.advance(30_000);
    for (let up = 0; up < 2; up++) socketOf(late).moveDown();
    socketOf(late).moveUp();
  }
  await world.pass(40_000);
  const mine = opens(world).filter(({ sessionId }) => sessionId === undefined);
  expect(new Set(mine.map(({ id }) => id)).size).toBe(1);
  expect(late.handle.id).toBe(mine[0]?.id);
});

test('a session that isn’t there rejects, says so in the timeline, and isn’t asked for again', async () => {
  const world = new World();
  const page = await world.page({ open: { sessionId: newId() } });
  await expect(page.handle.opened).rejects.toMatchObject({ category: 'not_found', code: 'session' });
  expect(page.handle.timeline.error?.category).toBe('not_found');
  socketOf(page).cut();
  await world.pass(5_000);
  expect(opens(world)).toHaveLength(1);
});

test('opening the same session twice gives the same handle; closed ones hear nothing more', async () => {
  const world = new World();
  const { page, session } = await start(world);
  const { handle, client } = page;
  expect(client.open({ sessionId: session.session.id })).toBe(handle);
  let changes = 0;
  handle.subscribe(() => (changes += 1));
  handle.close();
  session.say(newId(), 'a');
  await world.flow();
  expect(changes).toBe(0);
  expect(client.open({ sessionId: session.session.id })).not.toBe(handle);
});

test('an opening that fails in passing is asked again with the same id', async () => {
  const world = new World();
  const page = await world.page();
  socketOf(page).peer?.resync();
  socketOf(page).moveDown();
  const [asked] = socketOf(page).up.splice(0);
  const { id } = JSON.parse(asked ?? '') as { id: string };
  const error = { category: 'service', code: 'unavailable', message: '', recoverable: true } as const;
  socketOf(page).peer?.say({ type: 'error', ref: id, error });
  await world.pass(3_000);
  expect(opens(world).at(-1)?.id).toBe(id);
  expect(page.handle.timeline.isLive).toBe(true);
});

test('an opening without an answer is asked again', async () => {
  const world = new World();
  const page = await world.page();
  socketOf(page).peer?.resync();
  socketOf(page).moveDown();
  socketOf(page).up = [];
  await world.pass(9_000);
  expect(page.handle.timeline.isLive).toBe(false);
  await world.pass(2_000);
  expect(page.handle.timeline.isLive).toBe(true);
});

test('helpers: stop, model, typing, errors of the connection, every frame', async () => {
  const world = new World();
  const frames: string[] = [];
  const errors: string[] = [];
  const page = await world.page({
    onFrame: ({ type }) => frames.push(type),
    onError: ({ code }) => errors.push(code),
  });
  const session = world.server.sessions.get(page.handle.id ?? '');
  session?.startAnswer(newId());
  await world.flow();
  page.handle.typing(true);
  await Promise.all([page.handle.selectModel('m'), page.handle.stop(), world.flow()]);
  expect(session?.session.name).toBe('model m');
  expect(session?.writing).toBeUndefined();
  await page.handle.stop();
  const pong = await Promise.all([page.client.send({ type: 'ping' }), world.flow()]);
  expect(pong[0].type).toBe('pong');
  const error = { category: 'auth', code: 'token_expired', message: '', recoverable: false } as const;
  // A refusal that comes twice, since its frame was sent twice, is none.
  socketOf(page).peer?.say({ type: 'error', ref: newId(), error: { ...error, code: 'token_invalid' } });
  socketOf(page).peer?.say({ type: 'error', error });
  await world.flow();
  expect(errors).toEqual(['token_expired']);
  expect(frames).toEqual(
    expect.arrayContaining(['welcome', 'session.opened', 'ack', 'message.ended', 'pong']),
  );
  expect(world.server.received.map(({ type }) => type)).toContain('typing');
});

test('helpers: regenerate, edit and feedback say what they were given, and an empty edit isn’t sent', async () => {
  const world = new World();
  const page = await world.page();
  const [answer, question] = [newId(), newId()];
  const { handle } = page;
  const asked = [
    handle.regenerate(answer),
    handle.edit(question, 'better'),
    handle.feedback(answer, 'down', 'wrong'),
    handle.feedback(answer, 'none'),
  ];
  await Promise.all([...asked, world.flow()]);
  expect(world.server.received.slice(-4)).toEqual([
    expect.objectContaining({ type: 'message.regenerate', sessionId: handle.id, messageId: answer }),
    expect.objectContaining({ type: 'message.edit', messageId: question, text: 'better' }),
    expect.objectContaining({ type: 'message.feedback', messageId: answer, rating: 'down', note: 'wrong' }),
    expect.not.objectContaining({ note: expect.anything() }),
  ]);
  await expect(handle.edit(question, ' \n')).rejects.toMatchObject({ code: 'empty' });
  await expect(handle.edit(question, 'x'.repeat(32_001))).rejects.toMatchObject({ code: 'too_long' });
  expect(world.server.violations).toEqual([]);
});

test('frames of sessions that aren’t open are told to whoever looks at every frame, and change no timeline', async () => {
  const world = new World();
  const heard: unknown[] = [];
  const { page, session } = await start(world);
  const other = await world.page({ onFrame: (frame) => heard.push(frame), open: { new: true } });
  const before = other.handle.timeline;
  const news = {
    type: 'session.updated',
    sessionId: session.session.id,
    rev: 9,
    session: { ...session.session, rev: 9, name: 'renamed elsewhere' },
  } as const;
  socketOf(other).peer?.say(news);
  await world.flow();
  expect(heard.at(-1)).toEqual(news);
  expect(other.handle.timeline).toBe(before);
  expect(page.handle.timeline.session?.name).not.toBe('renamed elsewhere');
});

test('what is sent before the session is open goes out when it is', async () => {
  const world = new World();
  world.isUp = false;
  const page = await world.page();
  const ack = page.handle.say('early');
  world.isUp = true;
  await world.pass(20_000);
  await ack;
  expect(page.handle.timeline.messages.map(({ text }) => text)).toEqual(['early']);
});

test('typing that isn’t repeated ends after ten seconds', async () => {
  const world = new World();
  const { page, session } = await start(world);
  socketOf(page).peer?.say({ type: 'typing', sessionId: session.session.id, sender: 'admin', active: true });
  await world.flow();
  expect(page.handle.timeline.typing).toBe('admin');
  await world.pass(10_000);
  expect(page.handle.timeline.typing).toBeUndefined();
});

test('a listener that throws keeps neither the client nor the other listeners from going on', async () => {
  const world = new World();
  const { page } = await start(world);
  const thrown: unknown[] = [];
  const later = jest.spyOn(globalThis, 'queueMicrotask').mockImplementation((run) => {
    try {
      run();
    } catch (error) {
      thrown.push(error);
    }
  });
  let isTold = false;
  page.handle.subscribe(() => {
    throw new Error('of the page');
  });
  page.handle.subscribe(() => (isTold = true));
  await Promise.all([page.handle.say('a'), world.flow()]);
  later.mockRestore();
  expect(isTold).toBe(true);
  expect(thrown).toContainEqual(new Error('of the page'));
  expect(page.handle.timeline.messages).toHaveLength(1);
});

test('snapshots: what didn’t change stays the same object', async () => {
  const world = new World();
  const { page, session } = await start(world);
  session.startAnswer(newId());
  await world.flow();
  const before = page.handle.timeline;
  expect(page.handle.timeline).toBe(before);
  session.write('abc');
  await world.flow();
  const after = page.handle.timeline;
  expect(after).not.toBe(before);
  expect(after.messages).toBe(before.messages);
  expect(after.session).toBe(before.session);
});

test('models that change are in the state of the connection, and everybody who listens is told', async () => {
  const world = new World();
  const states: string[] = [];
  const page = await world.page({
    onState(state) {
      if (state.status === 'open') states.push(state.welcome.models.map(({ id }) => id).join());
    },
  });
  const opened = opens(world).length;
  let told = 0;
  page.handle.subscribe(() => (told += 1));
  const model = { id: 'quick', label: 'Quick', provider: 'openai', vision: false, voice: false } as const;
  socketOf(page).peer?.say({ type: 'models.updated', models: [model] });
  await world.flow();
  expect(states).toEqual(['', 'quick']);
  expect(told).toBe(1);
  const { connection } = page.handle.timeline;
  expect(connection.status === 'open' && connection.welcome.models).toEqual([model]);
  expect(page.client.state).toBe(connection);
  expect(opens(world)).toHaveLength(opened);
});

test('an answer that broke off is asked to go on', async () => {
  const world = new World();
  const { page, session } = await start(world);
  const messageId = newId();
  const acked = page.handle.continueAnswer(messageId);
  await world.flow();
  await expect(acked).resolves.toMatchObject({ type: 'ack' });
  expect(world.server.received.at(-1)).toMatchObject({
    type: 'message.continue',
    sessionId: session.session.id,
    messageId,
  });
});

test('an answer that waits, or whose model thinks, lives: it isn’t asked for again', async () => {
  const world = new World();
  const { page, session } = await start(world);
  session.startAnswer(newId());
  await world.flow();
  const before = opens(world).length;
  for (const say of [() => session.wait('busy'), () => session.think('a'), () => session.think('')]) {
    say();
    await world.pass(10_000);
  }
  expect(opens(world)).toHaveLength(before);
  expect([...page.handle.timeline.streaming.values()]).toEqual([{ attempt: 1, text: '', reasoning: 'a' }]);
  await world.pass(3_000);
  expect(opens(world)).toHaveLength(before + 1);
});
