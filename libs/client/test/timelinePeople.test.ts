import { expect, test } from '@jest/globals';
import type { Note, ServerFrameOf, Session } from '@parley/protocol';
import * as fc from 'fast-check';
import { applyFrame } from '../src/timelineFrame.ts';
import { applyOpened } from '../src/timelineOpened.ts';
import { EMPTY_TIMELINE, type TimelineFrame, type TimelineState } from '../src/timelineState.ts';
import { acknowledge, call, cancel, release, takeover } from './modelPeople.ts';
import { ModelSession } from './modelSession.ts';

const newId = (): string => crypto.randomUUID();
const ADMINS = [
  { id: 'ada', name: 'Ada' },
  { id: 'eve', name: 'Eve' },
];

/** A session, and the frames that its changes send. */
function recorded(): { model: ModelSession; frames: TimelineFrame[]; start: TimelineState } {
  const model = new ModelSession(newId());
  const frames: TimelineFrame[] = [];
  const { state: start } = applyOpened(EMPTY_TIMELINE, model.snapshot('ref', undefined, 50), undefined);
  model.listeners.add((frame) => frames.push(frame as TimelineFrame));
  return { model, frames, start };
}

const step = fc.record({
  what: fc.constantFrom(
    'call',
    'call',
    'cancel',
    'acknowledge',
    'takeover',
    'release',
    'say',
    'answer',
    'end',
  ),
  at: fc.nat(1),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function act(model: ModelSession, { what, at }: Step): void {
  const admin = ADMINS[at] ?? { id: 'ada', name: 'Ada' };
  if (what === 'call') call(model, at + 1);
  if (what === 'cancel') cancel(model);
  if (what === 'acknowledge') acknowledge(model, admin);
  if (what === 'takeover') takeover(model, admin);
  if (what === 'release') release(model);
  if (what === 'say') model.say(newId(), 'text');
  if (what === 'answer') model.startAnswer(newId());
  if (what === 'end') model.end();
}

/** How the call stands, as the session says it. */
const callOf = ({ handling, help }: Session): string | undefined =>
  handling === 'human' ? 'taken' : handling === 'requested' ? (help?.state ?? 'requested') : undefined;
const all = (frames: TimelineFrame[], from: TimelineState): TimelineState =>
  frames.splice(0).reduce((now, frame) => applyFrame(now, frame).state, from);

function expectSame({ session, help, messages, ahead }: TimelineState, model: ModelSession): void {
  expect(session).toEqual(model.session);
  expect(help?.state).toBe(callOf(model.session));
  expect(messages).toEqual(model.entries);
  expect(ahead.size).toBe(0);
}

test('[P51] [P53] calls and takeovers end the same in whatever order their frames come, any of them twice', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.infiniteStream(fc.nat(1000)), (steps, random) => {
      const { model, frames, start } = recorded();
      for (const one of steps) act(model, one);
      let now = start;
      const shuffled = [...frames, ...frames.slice(-5)]
        .map((frame) => ({ frame, key: random.next().value }))
        .toSorted((a, b) => a.key - b.key);
      for (const { frame } of shuffled) {
        now = applyFrame(now, frame).state;
        const { session, help } = now;
        // At every moment both say the same, though one of them may not have come yet.
        if (session?.handling === 'human') expect(help).toEqual({ state: 'taken' });
        else if (session?.handling === 'ai') expect(help).toBeUndefined();
        else expect(help?.state).toBe(session?.help?.state ?? help?.state ?? 'none');
      }
      expectSame(now, model);
    }),
    { numRuns: 300 },
  );
});

test('[P51] [P8] whoever comes back knows how the call stands, whatever happened to it in between', () => {
  const steps = fc.array(step, { maxLength: 20 });
  fc.assert(
    fc.property(steps, steps, steps, fc.constantFrom('changes', 'whole'), (before, away, live, how) => {
      const { model, frames, start } = recorded();
      for (const one of before) act(model, one);
      const seen = all(frames, start);
      for (const one of away) act(model, one);
      frames.splice(0);
      const afterRev = how === 'whole' ? undefined : seen.rev;
      let now = applyOpened(seen, model.snapshot('ref', afterRev, 100), afterRev).state;
      expectSame(now, model);
      const fresh = applyOpened(EMPTY_TIMELINE, model.snapshot('ref', undefined, 100), undefined).state;
      expect(now.help?.state).toBe(fresh.help?.state);
      if (seen.session?.help?.requestedAt !== model.session.help?.requestedAt)
        expect(now.help).toEqual(fresh.help);
      for (const one of live) act(model, one);
      now = all(frames, now);
      expectSame(now, model);
    }),
    { numRuns: 300 },
  );
});

test('[P51] the place in the queue changes without a change of the session, for as long as there is a call', () => {
  const { model, frames, start } = recorded();
  const place = (position: number): TimelineFrame => ({
    type: 'help.updated',
    sessionId: model.session.id,
    state: 'requested',
    position,
  });
  expect(applyFrame(start, place(3)).state.help).toBeUndefined();
  call(model, 2);
  let now = all(frames, start);
  expect(now.help).toEqual({ state: 'requested', position: 2, waitMs: 1000 });
  now = applyFrame(now, place(1)).state;
  expect(now.help).toEqual({ state: 'requested', position: 1 });
  const [ada] = ADMINS;
  takeover(model, ada ?? { id: 'ada', name: 'Ada' });
  now = all(frames, now);
  expect(applyFrame(now, place(1)).state.help).toEqual({ state: 'taken' });
});

test('[P53] no delta that comes after a takeover changes anything, whatever was kept of the answer', () => {
  const pieces = fc.array(fc.string({ minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(pieces, fc.infiniteStream(fc.nat(9)), fc.boolean(), (texts, random, isResumed) => {
      const { model, frames, start } = recorded();
      model.say(newId(), 'question');
      model.startAnswer(newId());
      let now = all(frames, start);
      for (const text of texts) model.write(text);
      const deltas = frames.splice(0) as ServerFrameOf<'message.delta'>[];
      const arrived = random.next().value % (deltas.length + 1);
      for (const delta of deltas.slice(0, arrived)) now = applyFrame(now, delta).state;
      takeover(model, { id: 'ada', name: 'Ada' });
      if (isResumed) {
        now = applyOpened(now, model.snapshot('ref', now.rev, 50), now.rev).state;
        frames.splice(0);
      } else now = all(frames, now);
      expectSame(now, model);
      for (let n = 0; n < 20; n++) {
        const late = deltas[random.next().value % deltas.length];
        if (!late) continue;
        const attempt = late.attempt + (random.next().value % 2);
        expect(applyFrame(now, { ...late, attempt })).toEqual({ state: now, missed: false });
      }
      expect(now.streaming.size).toBe(0);
      expect(texts.join('').startsWith(now.messages.at(-1)?.text ?? '?')).toBe(true);
      model.say(newId(), 'the admin', 'admin');
      expect(all(frames, now).messages.at(-1)?.seq).toBe(3);
    }),
    { numRuns: 200 },
  );
});

test('[P54] notes are kept by id, beside the timeline, and over a reload of it', () => {
  const { model, start } = recorded();
  const sessionId = model.session.id;
  const note = (id: string, text: string): TimelineFrame => {
    const author = { id: 'ada', name: 'Ada' };
    const created: Note = {
      id,
      sessionId,
      author,
      text,
      forAssistant: false,
      createdAt: model.session.createdAt,
    };
    return { type: 'note.created', sessionId, note: created };
  };
  fc.assert(
    fc.property(fc.array(fc.nat(5), { maxLength: 20 }), (ids) => {
      const now = ids.reduce((state, id) => applyFrame(state, note(`n${id}`, `text ${id}`)).state, start);
      expect([...now.notes.keys()].toSorted()).toEqual([...new Set(ids)].map((id) => `n${id}`).toSorted());
      expect([now.rev, now.session]).toEqual([start.rev, start.session]);
      const whole = applyOpened(now, model.snapshot('ref', undefined, 50), undefined).state;
      expect(whole.notes).toBe(now.notes);
    }),
  );
});
