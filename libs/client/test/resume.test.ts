import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { ModelSession } from './modelSession.ts';
import { World, type Page } from './world.ts';

const act = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('down' as const), page: fc.nat(2) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('up' as const), page: fc.nat(2) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('cut', 'drop', 'twice', 'swap', 'opened'), page: fc.nat(2) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('say', 'remote'), page: fc.nat(2) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      text: fc.string({ maxLength: 4 }),
      overlap: fc.nat(3),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('think' as const),
      text: fc.string({ maxLength: 4 }),
      overlap: fc.nat(3),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('busy', 'retry') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('answer', 'end', 'touch', 'rename') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('restart', 'silent', 'orphan') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.nat(3000) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('fail' as const), how: fc.constantFrom('before', 'after') }),
  },
);
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

const newId = (): string => crypto.randomUUID();
let said = 0;

/** What may happen to one socket. */
function onLine({ sockets, handle }: Page, what: string, lossy: Set<Page>, page: Page, acks: string[]): void {
  const socket = sockets.at(-1);
  if (what === 'say') {
    const text = `say ${(said += 1)}`;
    handle.say(text).then(
      () => acks.push(text),
      () => acks.push(`refused ${text}`),
    );
  }
  if (!socket || socket.readyState !== 1) return;
  const last = socket.down.length - 1;
  const isLive = (data: string | undefined): boolean => data !== undefined && /"type":"message\./.test(data);
  if (what === 'up') socket.moveUp();
  if (what === 'down') socket.moveDown();
  if (what === 'opened') socket.peer?.finishOpen();
  if (what === 'cut') socket.cut();
  if (what === 'twice' && isLive(socket.down[last])) socket.down.push(socket.down[last] ?? '');
  if (what === 'drop' && isLive(socket.down[last])) {
    socket.down.pop();
    lossy.add(page);
  }
  if (what === 'swap' && isLive(socket.down[last]) && isLive(socket.down[last - 1])) {
    socket.down.push(...socket.down.splice(last - 1, 2).reverse());
  }
}

/** What may happen at the server. */
function atServer(session: ModelSession, step: Act): void {
  if (step.do === 'remote') session.say(newId(), 'remote');
  if (step.do === 'answer') session.startAnswer(newId());
  if (step.do === 'write' && 'text' in step) session.write(step.text, step.overlap);
  if (step.do === 'think' && 'text' in step) session.think(step.text, step.overlap);
  if (step.do === 'busy' || step.do === 'retry') session.wait(step.do);
  if (step.do === 'end') session.end();
  if (step.do === 'touch') session.touch(session.session.rev, `t${session.session.rev}`);
  if (step.do === 'rename') session.rename(`name ${session.session.rev}`);
  if (step.do === 'restart') session.restart();
  if (step.do === 'silent') session.restart(true);
  if (step.do === 'orphan') session.orphan();
}

type Shown = Page['handle']['timeline']['streaming'];

/**
 * Whatever has arrived: by `seq`, without gaps, and a streamed text is what some attempt really said, never less of it
 * than was shown before.
 */
function checkShown(page: Page, texts: Map<string, Set<string>>, before: Map<Page, Shown>): void {
  const { messages, streaming } = page.handle.timeline;
  const was = before.get(page);
  before.set(page, streaming);
  for (const [id, { attempt, text, reasoning = '' }] of streaming) {
    const earlier = was?.get(id);
    expect(attempt).toBeGreaterThanOrEqual(earlier?.attempt ?? 0);
    if (earlier?.attempt !== attempt) continue;
    expect(text.startsWith(earlier.text)).toBe(true);
    expect(reasoning.startsWith(earlier.reasoning ?? '')).toBe(true);
  }
  const first = messages[0]?.seq ?? 1;
  expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => first + index));
  for (const [id, { attempt, text, reasoning = '' }] of streaming) {
    for (const [kind, shown] of [
      ['text', text],
      ['reasoning', reasoning],
    ]) {
      const known = [...(texts.get(`${id}/${attempt}/${kind}`) ?? [''])];
      expect(known.some((whole) => whole.startsWith(shown ?? ''))).toBe(true);
    }
  }
}

const runs = { numRuns: 300 };

test('[P8] [P12] [P28] whatever is cut, dropped, doubled or swapped, every page shows the same, in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 10, maxLength: 80 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 50 }),
      async (steps, isSlow, pageSize) => {
        const world = new World();
        const { server } = world;
        server.page = pageSize;
        for (let at = 0; at < 3; at++) await world.page();
        const session = [...server.sessions.values()][0];
        if (!session) throw new Error('no session was made');
        server.isSlow = isSlow;
        const lossy = new Set<Page>();
        const acks: string[] = [];
        const texts = new Map<string, Set<string>>();
        const before = said;
        const shownBefore = new Map<Page, Shown>();
        for (const step of steps) {
          const page = 'page' in step ? world.pages[step.page] : undefined;
          if (page) onLine(page, step.do, lossy, page, acks);
          if (step.do === 'pass' && 'ms' in step) await world.clock.advance(step.ms);
          if (step.do === 'fail' && 'how' in step) server.failures.push(step.how);
          atServer(session, step);
          if (session.writing) {
            const { messageId, attempt, text, reasoning } = session.writing;
            for (const [kind, whole] of Object.entries({ text, reasoning })) {
              const key = `${messageId}/${attempt}/${kind}`;
              texts.set(key, (texts.get(key) ?? new Set()).add(whole));
            }
          }
          for (const shown of world.pages) checkShown(shown, texts, shownBefore);
        }
        server.isSlow = false;
        if (session.writing?.isHidden) session.restart();
        for (const page of lossy) page.sockets.at(-1)?.peer?.resync();
        await world.pass(60_000, 5_000);

        const { messageId, text: streamed, reasoning: thought } = session.writing ?? {};
        for (const { handle } of world.pages) {
          const { messages, streaming, pending, session: shown } = handle.timeline;
          expect(shown).toEqual(session.session);
          expect(messages).toEqual(session.entries.slice(messages.length === 0 ? 0 : -messages.length));
          expect(messages.length).toBeGreaterThanOrEqual(Math.min(session.entries.length, 1));
          expect([...streaming].map(([id, { text, reasoning = '' }]) => [id, text, reasoning])).toEqual(
            messageId ? [[messageId, streamed, thought]] : [],
          );
          expect(pending).toEqual([]);
        }
        const mine = session.entries.map(({ text }) => text).filter((text) => text.startsWith('say '));
        expect(mine.toSorted()).toEqual(acks.toSorted());
        expect(acks.length).toBe(said - before);
        expect(server.violations).toEqual([]);
        for (const { client } of world.pages) client.close();
        expect(world.clock.size).toBe(0);
      },
    ),
    runs,
  );
});
