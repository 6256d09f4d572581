import { describe, expect, test } from '@jest/globals';
import { createSession } from './sessionLife.ts';
import { summariseSession } from './summariseSession.ts';

describe('summariseSession', () => {
  test('goes on from the summary that counts, and tells nobody', () => {
    const session = createSession('s', 'u', 'demo', 0);
    const first = summariseSession(session, { id: 'a', upTo: 10 });
    expect(first).toEqual({
      session: { ...session, summary: { id: 'a', upTo: 10 } },
      entries: [],
      frames: [],
    });
    const second = summariseSession(first?.session ?? session, { id: 'b', upTo: 20, from: 'a' });
    expect(second?.session.summary).toEqual({ id: 'b', upTo: 20 });
    expect(summariseSession(second?.session ?? session, { id: 'c', upTo: 30, from: 'a' })).toBeUndefined();
    expect(summariseSession(session, { id: 'c', upTo: 30, from: 'a' })).toBeUndefined();
  });
});
