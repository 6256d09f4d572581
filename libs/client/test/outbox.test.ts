import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { ParleyError } from '@parley/protocol';
import type { Timeline } from '../src/index.ts';
import { socketOf, World, type Page } from './world.ts';

const sent = (world: World): string[] =>
  world.server.received.flatMap((frame) => (frame.type === 'message.send' ? [frame.text ?? ''] : []));
const shown = ({ handle }: Page): string[] => handle.timeline.messages.map(({ text }) => text);
const pending = ({ handle }: Page): string[] =>
  handle.timeline.pending.map(({ text, status }) => `${text} ${status}`);

test('one message at a time is on its way, the rest wait in order', async () => {
  const world = new World();
  const page = await world.page();
  const acks = ['a', 'b', 'c'].map((text) => page.handle.say(text));
  expect(socketOf(page).up).toHaveLength(1);
  expect(pending(page)).toEqual(['a sending', 'b queued', 'c queued']);
  await world.flow();
  await Promise.all(acks);
  expect(shown(page)).toEqual(['a', 'b', 'c']);
  expect(pending(page)).toEqual([]);
});

test('a message stays visible from the ack until it is shown', async () => {
  const world = new World();
  const page = await world.page();
  const [session] = world.server.sessions.values();
  session?.listeners.clear();
  await Promise.all([page.handle.say('a'), world.flow()]);
  expect(pending(page)).toEqual(['a sent']);
  socketOf(page).peer?.resync();
  await world.flow();
  expect([shown(page), pending(page)]).toEqual([['a'], []]);
});

test('whatever fails in passing, before or after it took effect, each text is said once, in order', async () => {
  const failure = fc.constantFrom('before', 'after', 'cut', undefined);
  await fc.assert(
    fc.asyncProperty(
      fc.array(failure, { maxLength: 20 }),
      fc.integer({ min: 1, max: 8 }),
      async (failures, count) => {
        const world = new World();
        const page = await world.page();
        const texts = Array.from({ length: count }, (_, index) => `text ${index}`);
        const outcomes: string[] = [];
        for (const text of texts)
          page.handle.say(text).then(
            () => outcomes.push(text),
            () => outcomes.push('refused'),
          );
        for (const what of failures) {
          if (what === 'cut') {
            socketOf(page).moveUp();
            socketOf(page).cut();
          } else {
            world.server.failures.push(what);
          }
          await world.pass(1_000);
        }
        await world.pass(120_000, 10_000);
        expect(shown(page)).toEqual(texts);
        expect(outcomes).toEqual(texts);
        expect(pending(page)).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});

test('[P43] a rate limit is waited out for as long as it says', async () => {
  const world = new World(() => 0);
  const page = await world.page();
  world.server.failures.push(new ParleyError('rate_limit', 'messages', 'Slow down.', { retryAfterMs: 4000 }));
  const ack = page.handle.say('a');
  await world.pass(3900, 100);
  expect(sent(world)).toEqual(['a']);
  await world.pass(200, 100);
  await ack;
  expect(sent(world)).toEqual(['a', 'a']);
});

test('a token that has expired is no reason to give up a message', async () => {
  const world = new World(() => 0);
  const page = await world.page();
  world.server.failures.push(new ParleyError('auth', 'token_expired', 'Renew it.', { recoverable: false }));
  const ack = page.handle.say('a');
  socketOf(page).moveUp();
  socketOf(page).moveDown();
  socketOf(page).peer?.close(4401);
  await world.pass(5_000);
  await ack;
  expect(shown(page)).toEqual(['a']);
});

test('what is refused says why, doesn’t block the next, and can be sent again or taken out', async () => {
  const world = new World();
  const page = await world.page();
  world.server.failures.push(new ParleyError('rate_limit', 'quota', 'Used up.', { retryAfterMs: 60_000 }));
  const refused = page.handle.say('a');
  const next = page.handle.say('b');
  await Promise.all([
    expect(refused).rejects.toMatchObject({ category: 'rate_limit', code: 'quota', message: 'Used up.' }),
    world.flow(),
  ]);
  await next;
  expect(pending(page)).toEqual(['a failed']);
  const [entry] = page.handle.timeline.pending;
  page.handle.retry(entry?.id ?? '');
  await world.flow();
  expect([shown(page), pending(page)]).toEqual([['b', 'a'], []]);

  world.server.failures.push(new ParleyError('rate_limit', 'quota', 'Used up.'));
  await Promise.all([expect(page.handle.say('c')).rejects.toMatchObject({ code: 'quota' }), world.flow()]);
  page.handle.discard(page.handle.timeline.pending[0]?.id ?? '');
  expect(pending(page)).toEqual([]);
});

test('the first answer counts', async () => {
  const world = new World();
  const page = await world.page();
  const ack = page.handle.say('a');
  const { id: ref } = JSON.parse(socketOf(page).up[0] ?? '') as { id: string };
  const error = { category: 'conflict', code: 'taken', message: '', recoverable: true } as const;
  const [session] = world.server.sessions.values();
  session?.listeners.clear();
  await world.flow();
  socketOf(page).peer?.say({ type: 'error', ref, error });
  await world.flow();
  await ack;
  expect(pending(page)).toEqual(['a sent']);
});

test('a frame without an answer is sent again, under the same id', async () => {
  const world = new World();
  const page = await world.page();
  const ack = page.handle.say('a');
  socketOf(page).up.shift();
  await world.pass(16_000, 1_000);
  await ack;
  expect(shown(page)).toEqual(['a']);
});

test('other frames are given up after a minute of passing errors; messages never', async () => {
  const world = new World(() => 0.999);
  const page = await world.page();
  world.server.failures = Array.from({ length: 400 }, () => 'before' as const);
  const stopped = page.handle.selectModel('m').catch((error: unknown) => error);
  void page.handle.say('a');
  await world.pass(150_000, 5_000);
  expect(await stopped).toMatchObject({ category: 'service', code: 'unavailable' });
  expect(pending(page)).toEqual(['a queued']);
});

test('what the server would refuse for its size never leaves', async () => {
  const world = new World();
  const page = await world.page();
  await expect(page.handle.say('x'.repeat(32_001))).rejects.toMatchObject({
    category: 'validation',
    code: 'too_long',
  });
  await expect(page.handle.say('\u0001'.repeat(20_000))).rejects.toMatchObject({ code: 'too_large' });
  await expect(page.handle.say('  ')).rejects.toMatchObject({ code: 'empty' });
  expect(socketOf(page).up).toEqual([]);
});

test('the outbox is bounded', async () => {
  const world = new World();
  const page = await world.page();
  const waiting = Array.from({ length: 201 }, (_, index) => page.handle.say(`${index}`));
  await expect(waiting.at(-1)).rejects.toMatchObject({ category: 'client', code: 'outbox_full' });
  await world.flow();
  await Promise.all(waiting.slice(0, -1));
  await Promise.all([page.handle.say('again'), world.flow()]);
});

test('closing rejects what waits', async () => {
  const world = new World();
  const page = await world.page();
  const waiting = page.handle.say('a');
  page.client.close();
  await expect(waiting).rejects.toMatchObject({ category: 'client', code: 'closed' });
  expect(world.clock.size).toBe(0);
});

test('a listener may send', async () => {
  const world = new World();
  const page = await world.page();
  let isFirst = true;
  const answer = (timeline: Timeline): void => {
    if (!isFirst || timeline.messages.length === 0) return;
    isFirst = false;
    void page.handle.say('b');
  };
  page.handle.subscribe(answer);
  await Promise.all([page.handle.say('a'), world.flow()]);
  expect(shown(page)).toEqual(['a', 'b']);
});
