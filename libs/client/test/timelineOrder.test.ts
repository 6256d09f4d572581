import { expect, test } from '@jest/globals';
import type { ServerFrameOf, Session } from '@parley/protocol';
import * as fc from 'fast-check';
import { prependEntries } from '../src/timelineEntries.ts';
import { applyFrame } from '../src/timelineFrame.ts';
import { applyOpened } from '../src/timelineOpened.ts';
import { EMPTY_TIMELINE, type TimelineFrame, type TimelineState } from '../src/timelineState.ts';
import { ModelSession } from './modelSession.ts';

const newId = (): string => crypto.randomUUID();

/** A session, and the frames that its changes send. */
function recorded(): { model: ModelSession; frames: TimelineFrame[]; start: TimelineState } {
  const model = new ModelSession(newId());
  const frames: TimelineFrame[] = [];
  const { state: start } = applyOpened(EMPTY_TIMELINE, model.snapshot('ref', undefined, 50), undefined);
  model.listeners.add((frame) => frames.push(frame as TimelineFrame));
  return { model, frames, start };
}

const change = fc.oneof(
  fc.constantFrom('say', 'answer', 'end', 'rename' as const).map((what) => ({ what, at: 0 })),
  fc.record({ what: fc.constant('touch'), at: fc.nat(30) }),
);

function apply(model: ModelSession, { what, at }: { what: string; at: number }): void {
  if (what === 'say') model.say(newId(), 'text');
  if (what === 'answer') model.startAnswer(newId());
  if (what === 'end') model.end();
  if (what === 'rename') model.rename(`name ${model.session.rev}`);
  if (what === 'touch') model.touch(at, `t ${model.session.rev}`);
}

test('[P12] frames in any order, any of them twice, end in the same timeline', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), fc.infiniteStream(fc.nat(1000)), (changes, random) => {
      const { model, frames, start } = recorded();
      for (const one of changes) apply(model, one);
      const shuffled = [...frames, ...frames.slice(0, 5)]
        .map((frame) => ({ frame, key: random.next().value }))
        .toSorted((a, b) => a.key - b.key);
      const end = shuffled.reduce((now, { frame }) => applyFrame(now, frame).state, start);
      expect(end.messages).toEqual(model.entries);
      expect(end.session).toEqual(model.session);
      expect([end.rev, end.ahead.size]).toEqual([model.session.rev, 0]);
    }),
    { numRuns: 200 },
  );
});

test('[P8] [P16] whoever comes back gets exactly what changed, for any size of page', () => {
  const changes = fc.array(change, { maxLength: 40 });
  fc.assert(
    fc.property(changes, changes, fc.integer({ min: 1, max: 10 }), changes, (before, away, page, live) => {
      const { model, frames, start } = recorded();
      for (const one of before) apply(model, one);
      const seen = frames.splice(0).reduce((now, frame) => applyFrame(now, frame).state, start);
      for (const one of away) apply(model, one);
      frames.splice(0);
      let now = seen;
      let waiting = [...live];
      for (let next = 'more'; next === 'more';) {
        const afterRev = now.partial?.rev ?? now.rev;
        ({ state: now, next } = applyOpened(now, model.snapshot('ref', afterRev, page), afterRev));
        if (next !== 'more') break;
        expect(now.messages).toBe(seen.messages);
        for (const one of waiting.splice(0, 2)) apply(model, one);
        now = frames.splice(0).reduce((state, frame) => applyFrame(state, frame).state, now);
      }
      for (const one of waiting) apply(model, one);
      waiting = [];
      now = frames.splice(0).reduce((state, frame) => applyFrame(state, frame).state, now);
      expect(now.messages).toEqual(model.entries);
      expect(now.session).toEqual(model.session);
      expect(now.ahead.size).toBe(0);
    }),
    { numRuns: 200 },
  );
});

test('[P16] older pages from HTTP join below, never over a newer version, without gaps', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.nat(40)),
      (count, size, touched) => {
        const { model, frames } = recorded();
        for (let at = 0; at < count; at++) model.say(newId(), `${at}`);
        frames.splice(0);
        let { state } = applyOpened(EMPTY_TIMELINE, model.snapshot('ref', undefined, size), undefined);
        while (state.hasMore) {
          const before = state.messages[0]?.seq ?? 0;
          const page = model.entries.filter(({ seq }) => seq < before).slice(-size);
          model.touch(touched.pop() ?? 0, `t ${model.session.rev}`);
          state = frames.splice(0).reduce((now, frame) => applyFrame(now, frame).state, state);
          state = prependEntries(state, page);
          const first = state.messages[0]?.seq ?? 1;
          expect(state.messages).toEqual(model.entries.slice(first - 1));
        }
        expect(state.messages).toEqual(model.entries);
        expect(state.below.size).toBe(0);
      },
    ),
    { numRuns: 200 },
  );
});

test('a page that overlaps what is shown never brings back an older version of it', () => {
  const { model, frames, start } = recorded();
  for (let at = 0; at < 3; at++) model.say(newId(), `${at}`);
  const page = model.entries;
  model.touch(1, 'newer');
  const state = frames.reduce((now, frame) => applyFrame(now, frame).state, start);
  expect(prependEntries(state, page).messages).toEqual(model.entries);
});

test('a page that leaves a gap is refused; an empty one ends it', () => {
  const { model } = recorded();
  for (let at = 0; at < 9; at++) model.say(newId(), `${at}`);
  const { state } = applyOpened(EMPTY_TIMELINE, model.snapshot('ref', undefined, 3), undefined);
  expect(() => prependEntries(state, model.entries.slice(0, 5))).toThrow(RangeError);
  expect(prependEntries(state, []).hasMore).toBe(false);
});

test('a session whose rev is lower than asked for has lost history: all is loaded again', () => {
  const { model, frames, start } = recorded();
  for (let at = 0; at < 5; at++) model.say(newId(), `${at}`);
  const sessionId = model.session.id;
  const shown = frames.reduce((now, frame) => applyFrame(now, frame).state, start);
  const ours = applyFrame(shown, { type: 'session.ended', sessionId, rev: 8, reason: 'deleted' }).state;
  const restored = new ModelSession(model.session.id);
  restored.say(newId(), 'other');
  const { state, next } = applyOpened(ours, restored.snapshot('ref', ours.rev, 50), ours.rev);
  expect(next).toBe('reload');
  expect(state.ahead.size).toBe(0);
  const reloaded = applyOpened(state, restored.snapshot('ref', undefined, 50), undefined);
  expect(reloaded.next).toBe('nothing');
  expect(reloaded.state.messages).toEqual(restored.entries);
  expect(reloaded.state.rev).toBe(restored.session.rev);
});

test('people and states: takeover, help, typing, files, deactivation, end', () => {
  const { start } = recorded();
  const sessionId = start.session?.id ?? '';
  const admin = { id: 'a', name: 'Ada' };
  let state = start;
  const next = (frame: TimelineFrame): Session | undefined => {
    ({ state } = applyFrame(state, frame));
    return state.session;
  };
  expect(next({ type: 'takeover.started', sessionId, rev: 2, admin })).toMatchObject({
    handling: 'human',
    admin,
    adminAssisted: true,
    rev: 2,
  });
  next({ type: 'typing', sessionId, sender: 'admin', active: true });
  expect(state.typing).toBe('admin');
  next({ type: 'typing', sessionId, sender: 'admin', active: false });
  expect(state.typing).toBeUndefined();
  expect(next({ type: 'takeover.ended', sessionId, rev: 3, admin })).not.toHaveProperty('admin');
  expect(state.session).toMatchObject({ handling: 'ai', adminAssisted: true });
  next({ type: 'help.updated', sessionId, rev: 4, state: 'requested', position: 2 });
  expect(state.help).toEqual({ state: 'requested', position: 2 });
  const times = { createdAt: '2030-01-01T00:00:00.000Z' };
  const file = { id: newId(), sessionId, name: 'n', mime: 'm', size: 1, sha256: '', ...times } as const;
  next({ type: 'file.updated', sessionId, rev: 5, file: { ...file, state: 'ready' } });
  expect(state.files.get(file.id)?.state).toBe('ready');
  expect(next({ type: 'session.deactivated', sessionId })?.state).toBe('idle');
  expect(next({ type: 'session.ended', sessionId, rev: 6, reason: 'continuity' })?.state).toBe('ended');
  expect(state.ended).toBe('continuity');
  const session = { ...(state.session as Session), state: 'active' as const, rev: 7 };
  next({ type: 'session.updated', sessionId, rev: 7, session });
  expect(state.ended).toBeUndefined();
});

test('a late copy of the session never undoes a newer change', () => {
  const { model, start } = recorded();
  const old = model.session;
  const admin = { id: 'a', name: 'Ada' };
  const taken = applyFrame(start, { type: 'takeover.started', sessionId: old.id, rev: 2, admin }).state;
  const late: ServerFrameOf<'session.updated'> = { type: 'session.updated', sessionId: old.id, session: old };
  expect(applyFrame(taken, late).state.session?.handling).toBe('human');
});

test('what waits for an earlier change is bounded', () => {
  const { start } = recorded();
  const sessionId = start.session?.id ?? '';
  let state = start;
  let missed = 0;
  for (let rev = 3; rev < 1100; rev++) {
    const applied = applyFrame(state, { type: 'session.deactivated', sessionId, rev });
    ({ state } = applied);
    if (applied.missed) missed += 1;
  }
  expect([state.ahead.size, missed]).toEqual([1000, 97]);
});
