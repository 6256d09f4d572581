import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { callHuman, followedBy, markedReason, sendMessage, type Entry } from '../src/index.ts';
import { Kept, SESSION, USER } from './model.ts';
import { anyHistory, play } from './play.ts';
import { fresh, take } from './people.ts';

describe('markers', () => {
  const markers = { phrases: ['Speak to a  PERSON'], down: 2, failed: 3 };

  test('[P51] call for a phrase in any case and spacing, for answers rated down, for failures in a row', () => {
    const session = fresh();
    expect(markedReason(markers, session, 'may I speak\nto a person?')).toBeDefined();
    expect(markedReason(markers, session, 'may I speak')).toBeUndefined();
    expect(markedReason(markers, { ...session, trouble: { failed: 0, down: 2 } })).toBeDefined();
    expect(markedReason(markers, { ...session, trouble: { failed: 2, down: 1 } })).toBeUndefined();
    expect(markedReason(markers, { ...session, trouble: { failed: 3, down: 0 } })).toBeDefined();
    expect(markedReason({ phrases: [] }, { ...session, trouble: { failed: 99, down: 99 } })).toBeUndefined();
    expect(markedReason(markers, take(session).session, 'speak to a person')).toBeUndefined();
  });

  test('[P51] count what is rated down and fails in a row, unless by quota or length, as recomputed from the entries', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const calm = history.filter(
          ({ event }) => !['help', 'take', 'edit', 'regenerate', 'continue'].includes(event.do),
        );
        const { kept } = play(calm);
        const answers = kept
          .bySeq()
          .filter(({ sender, responseMs }) => sender === 'assistant' && responseMs !== undefined);
        expect(kept.state.trouble?.down ?? 0).toBe(
          answers.filter(({ feedback }) => feedback?.rating === 'down').length,
        );
        const isBlameless = ({ status, error }: Entry): boolean =>
          status !== 'complete' && (status === 'stopped' || error !== undefined);
        const row = answers.filter((answer) => !isBlameless(answer)).map(({ status }) => status);
        expect(kept.state.trouble?.failed ?? 0).toBe(row.length - 1 - row.lastIndexOf('complete'));
      }),
      { numRuns: 300 },
    );
  });

  test('[P51] call in the same step as what made them', () => {
    const kept = new Kept();
    const frame = { type: 'message.send' as const, id: crypto.randomUUID(), sessionId: SESSION, text: 'x' };
    const sent = sendMessage(kept.state, frame, USER, 1_500);
    const call = { id: frame.id, by: 'assistant' as const, requestedAt: 1_500 };
    kept.apply(followedBy(sent, callHuman(sent.session, call, {})));
    expect(kept.state).toMatchObject({ handling: 'requested', rev: 3, help: { by: 'assistant' } });
    expect(kept.told).toEqual([1, 2, 3]);
    expect(followedBy(sent, undefined)).toBe(sent);
  });
});
