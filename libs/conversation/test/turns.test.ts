import { describe, expect, test } from '@jest/globals';
import {
  answerId,
  archiveSession,
  continueAnswer,
  createSession,
  deleteSession,
  editMessage,
  endAnswer,
  rateAnswer,
  regenerateAnswer,
  renameSession,
  sendMessage,
  startAnswer,
  supersededBy,
  countUsage,
  titleSession,
  toMessage,
  toSession,
  type Change,
  type Entry,
  type SessionState,
} from '../src/index.ts';
import { Kept, SESSION, USER } from './model.ts';

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const COMMAND = uuid(999);

/** Says things and has each answered, at rising times. */
function conversation(...texts: string[]): Kept {
  const kept = new Kept();
  for (const [at, text] of texts.entries()) {
    const frame = { type: 'message.send' as const, id: uuid(at + 1), sessionId: SESSION, text };
    kept.apply(sendMessage(kept.state, frame, USER, 10 * at));
    answer(kept, 10 * at + 5);
  }
  return kept;
}

function answer(kept: Kept, at: number): void {
  const start = startAnswer(kept.state, { turn: at, delivery: 1 }, at);
  if (start.kind !== 'write') throw new Error(`turn is ${start.kind}`);
  kept.apply(start.change);
  kept.apply(endAnswer(kept.state, start.answer, { status: 'complete', text: 'so', endedAt: at + 1 }));
}

const entry = (kept: Kept, at: number): Entry => kept.bySeq().at(at) ?? fail();
const fail = (): never => {
  throw new Error('no such entry');
};

function edit(kept: Kept, message: Entry | undefined, text = 'changed', told = true): Change {
  const since = message ? kept.bySeq().slice(message.seq - 1) : [];
  const gone = new Set(message && supersededBy(message, since).map(({ id }) => id));
  const superseded = told ? since.filter(({ id }) => gone.has(id)) : undefined;
  const frame = { type: 'message.edit' as const, id: COMMAND, sessionId: SESSION, messageId: COMMAND, text };
  return editMessage(kept.state, frame, message && { message, since, superseded }, 5_000);
}
const rate = (kept: Kept, rated: Entry | undefined, rating: 'up' | 'down' | 'none', note?: string): Change =>
  rateAnswer(
    kept.state,
    {
      type: 'message.feedback',
      id: COMMAND,
      sessionId: SESSION,
      messageId: COMMAND,
      rating,
      ...(note !== undefined && { note }),
    },
    rated,
  );

describe('regenerateAnswer', () => {
  test('[P10] supersedes the old version and waits for the next, which replaces it', () => {
    const kept = conversation('one', 'two');
    const old = entry(kept, 1);
    const change = regenerateAnswer(kept.state, COMMAND, old, 500);
    const next = answerId(SESSION, uuid(1), 2);
    expect(change.outcome).toEqual({ ok: true, messageId: next });
    expect(change.session.waiting).toEqual([
      { messageId: uuid(1), acceptedAt: 500, version: 2, replaces: old.id, replacedStatus: 'complete' },
    ]);
    expect(change.frames.map(({ type }) => type)).toEqual(['message.updated', 'session.updated']);
    kept.apply(change);
    expect(kept.state.messageCount).toBe(3);
    answer(kept, 510);
    expect(entry(kept, 4)).toMatchObject({
      id: next,
      replaces: old.id,
      version: 2,
      replyTo: uuid(1),
      seq: 5,
    });
    expect(entry(kept, 1)).toMatchObject({ status: 'superseded', text: 'so' });
    expect(kept.state.messageCount).toBe(4);
  });
});

describe('editMessage', () => {
  test('[P12] keeps the place, changes the words, and gives each superseded entry a rev of its own', () => {
    const kept = conversation('one', 'two', 'three');
    const { rev } = kept.state;
    const change = edit(kept, entry(kept, 2), 'tw\u0000o, really');
    expect(change.entries).toMatchObject([
      { id: uuid(2), seq: 3, rev: rev + 1, text: 'two, really', editedAt: 5_000 },
    ]);
    expect(change.superseded).toEqual([
      { id: entry(kept, 3).id, rev: rev + 2 },
      { id: entry(kept, 4).id, rev: rev + 3 },
      { id: entry(kept, 5).id, rev: rev + 4 },
    ]);
    expect(change.frames.map((frame) => ('rev' in frame ? frame.rev : undefined))).toEqual([
      rev + 1,
      rev + 2,
      rev + 3,
      rev + 4,
      undefined,
    ]);
    expect(change.session).toMatchObject({ rev: rev + 4, messageCount: 3, lastActivityAt: 5_000 });
    expect(change.session.waiting).toEqual([{ messageId: uuid(2), acceptedAt: 5_000, version: 2 }]);
  });

  test('[P12] of too much to tell of each says only that much changed', () => {
    const kept = conversation('one', 'two');
    const change = edit(kept, entry(kept, 0), 'anew', false);
    expect(change.frames.map(({ type }) => type)).toEqual(['resync', 'session.updated']);
    expect(change.superseded).toHaveLength(3);
  });

  test('[P10] an answer to an earlier message stays, though it came later', () => {
    const kept = conversation('one', 'two');
    kept.apply(regenerateAnswer(kept.state, COMMAND, entry(kept, 1), 400));
    answer(kept, 410);
    kept.apply(edit(kept, entry(kept, 2)));
    expect(kept.current().map(({ seq }) => seq)).toEqual([1, 3, 5]);
    answer(kept, 510);
    expect(entry(kept, 5)).toMatchObject({ replyTo: uuid(2), version: 2 });
    expect(entry(kept, 5)).not.toHaveProperty('replaces');
  });
});

describe('a summary', () => {
  /** A session of four entries that were summed up to a place. */
  const summed = (upTo: number): Kept => {
    const kept = conversation('one', 'two');
    kept.state = { ...kept.state, summary: { upTo, id: uuid(9) } };
    return kept;
  };

  test('[P27] tells of nothing that was edited or answered anew', () => {
    for (let upTo = 1; upTo <= 4; upTo++) {
      for (let seq = 1; seq <= 4; seq++) {
        const kept = summed(upTo);
        const changed = entry(kept, seq - 1);
        const change =
          changed.sender === 'user'
            ? edit(kept, changed)
            : regenerateAnswer(kept.state, COMMAND, changed, 400);
        expect(change.outcome.ok).toBe(true);
        expect(change.session.summary).toEqual(seq <= upTo ? undefined : kept.state.summary);
      }
    }
  });

  test('[P27] goes with an answer that is read further up than it stands', () => {
    const kept = conversation('one', 'two');
    kept.apply(regenerateAnswer(kept.state, COMMAND, entry(kept, 1), 400));
    answer(kept, 410);
    kept.state = { ...kept.state, summary: { upTo: 2, id: uuid(9) } };
    const change = regenerateAnswer(kept.state, COMMAND, entry(kept, 4), 500);
    expect(change.session).not.toHaveProperty('summary');
  });

  test('[P44] and a provider’s thread are told to nobody', () => {
    const kept = summed(4);
    expect(toSession(kept.state)).not.toHaveProperty('summary');
    const own = { reasoning: 'hm', fallbackFor: 'quick', continues: uuid(8), unread: [] };
    const message = toMessage({ ...entry(kept, 1), ...own, thread: 'a thread' });
    expect(message).toMatchObject(own);
    expect(message).not.toHaveProperty('thread');
  });
});

describe('what is refused', () => {
  const refusal = ({ outcome }: Change) =>
    outcome.ok ? 'ok' : `${outcome.error.category}/${outcome.error.code}`;
  const again: [string, (kept: Kept, about: Entry | undefined) => Change, number][] = [
    ['regenerate', (kept, about) => regenerateAnswer(kept.state, COMMAND, about, 500), 1],
    ['edit', edit, 0],
  ];
  const busy = (kept: Kept): void => {
    const frame = { type: 'message.send' as const, id: uuid(50), sessionId: SESSION, text: 'more' };
    kept.apply(sendMessage(kept.state, frame, USER, 300));
  };
  const cases: [string, (kept: Kept) => void][] = [
    ['conflict/answer_in_progress', busy],
    [
      'conflict/answer_in_progress',
      (kept) => {
        busy(kept);
        const start = startAnswer(kept.state, { turn: 9, delivery: 1 }, 310);
        if (start.kind === 'write') kept.apply(start.change);
      },
    ],
    [
      'conflict/human_in_charge',
      (kept) => {
        kept.state = { ...kept.state, handling: 'human' };
      },
    ],
    ['ok', () => undefined],
  ];

  test.each(again)('[P10] %s while an answer comes, or a human has the session', (_what, act, at) => {
    for (const [expected, happens] of cases) {
      const kept = conversation('one');
      happens(kept);
      expect(refusal(act(kept, entry(kept, at)))).toBe(expected);
    }
  });

  test.each(again)(
    '[P9] %s of what isn’t there, is somebody else’s, or no longer counts',
    (_what, act, at) => {
      const kept = conversation('one');
      expect(refusal(act(kept, undefined))).toBe('not_found/message');
      expect(refusal(act(kept, entry(kept, 1 - at)))).toBe('not_found/message');
      const old: Entry = { ...entry(kept, at), status: 'superseded' };
      const change = act(kept, old);
      expect(refusal(change)).toBe('conflict/already_ended');
      const { recent, ...rest } = change.session;
      expect(recent).toContain(COMMAND);
      expect({ ...rest, recent: kept.state.recent }).toEqual(kept.state);
    },
  );

  test('[P9] to go on with what is whole, failed, or has no text yet, each in true words', () => {
    const kept = conversation('one');
    const goOn = (more: Partial<Entry>) =>
      continueAnswer(kept.state, COMMAND, { ...entry(kept, 1), ...more }, 500);
    const words = ({ outcome }: Change): string => (outcome.ok ? 'ok' : outcome.error.message);
    for (const status of ['complete', 'failed'] as const)
      expect(words(goOn({ status }))).toBe('messageId: this answer was not broken off.');
    for (const status of ['interrupted', 'stopped'] as const) {
      const thought = goOn({ status, text: '', reasoning: 'Hm.' });
      expect(refusal(thought)).toBe('conflict/already_ended');
      expect(words(thought)).toBe(
        'messageId: this answer has no text that it could go on from; ask for another one.',
      );
      expect(refusal(goOn({ status, text: 'so' }))).toBe('ok');
    }
  });

  test('[P9] feedback on what is no answer, or is still being written', () => {
    const kept = conversation('one');
    expect(refusal(rate(kept, undefined, 'up'))).toBe('not_found/message');
    expect(refusal(rate(kept, entry(kept, 0), 'up'))).toBe('not_found/message');
    expect(refusal(rate(kept, { ...entry(kept, 1), status: 'streaming' }, 'up'))).toBe(
      'conflict/answer_in_progress',
    );
  });
});

describe('rateAnswer', () => {
  test('[P42] keeps a clean note, changes nothing the second time, and forgets it with none', () => {
    const kept = conversation('one');
    kept.apply(rate(kept, entry(kept, 1), 'down', ' to\u0007o long\u202e '));
    expect(entry(kept, 1).feedback).toEqual({ rating: 'down', note: 'too long' });
    const { rev } = kept.state;
    kept.apply(rate(kept, entry(kept, 1), 'down', 'too long'));
    expect(kept.state.rev).toBe(rev);
    kept.apply(rate(kept, entry(kept, 1), 'none', 'never mind'));
    expect(entry(kept, 1)).not.toHaveProperty('feedback');
    expect(kept.state.rev).toBe(rev + 1);
  });
});

describe('names', () => {
  const named = (state: SessionState) => [state.name, state.namedBy, state.rev];
  test('[P49] a title comes over the first message’s words, never over a user’s name', () => {
    const { state } = conversation('How is the weather?');
    const titled = titleSession(state, 'Weather')?.session ?? state;
    expect(named(titled)).toEqual(['Weather', 'model', state.rev + 1]);
    expect(titleSession(titled, 'Better weather')).toBeUndefined();
    const own = renameSession(titled, COMMAND, 'Mine').session;
    expect(named(own)).toEqual(['Mine', 'user', state.rev + 2]);
    expect(titleSession(own, 'Weather')).toBeUndefined();
  });

  test('[P49] a name that is there already is the user’s from then on, and nothing is told', () => {
    const { state } = conversation('Weather');
    const change = renameSession(state, COMMAND, 'Weather');
    expect(named(change.session)).toEqual(['Weather', 'user', state.rev]);
    expect(change.frames).toEqual([]);
  });

  test('[P62] what a title took is counted, also when it came too late', () => {
    const usage = { inputTokens: 10, outputTokens: 5, totalTokens: 15 };
    const { state } = conversation('one');
    const own = renameSession(state, COMMAND, 'Mine').session;
    const after = titleSession(own, 'Title', usage)?.session;
    expect(after).toMatchObject({ name: 'Mine', namedBy: 'user', usage, rev: own.rev + 1 });
    // A sum that was read before counts nothing any more, and so changes nothing.
    const older = { inputTokens: 9, outputTokens: 5, totalTokens: 14 };
    expect(after && titleSession(after, 'Title', older)).toBeUndefined();
    expect(after && countUsage(after, older)).toBeUndefined();
    const newer = { ...usage, inputTokens: 20, totalTokens: 25 };
    expect(after && countUsage(after, newer)?.session).toMatchObject({ usage: newer, rev: own.rev + 2 });
  });
});

describe('archiveSession and deleteSession', () => {
  test('[P46] to put it away twice is told once', () => {
    const away = archiveSession(createSession(SESSION, 'anna', 'demo', 0), COMMAND, true);
    expect(away.frames).toMatchObject([{ type: 'session.updated', rev: 2, session: { archived: true } }]);
    expect(archiveSession(away.session, uuid(998), true).frames).toEqual([]);
  });

  test('[P18] a deleted session has ended, whatever it was before, and its writer has no lease any more', () => {
    const kept = conversation('one');
    const frame = { type: 'message.send' as const, id: uuid(50), sessionId: SESSION, text: 'more' };
    kept.apply(sendMessage(kept.state, frame, USER, 300));
    const start = startAnswer(kept.state, { turn: 9, delivery: 1 }, 310);
    if (start.kind !== 'write') throw new Error('nobody writes');
    kept.apply(start.change);
    const { rev } = kept.state;
    kept.apply(deleteSession(kept.state, COMMAND, 'deleted', 320));
    expect(kept.state).toMatchObject({ state: 'ended', endedAt: 320, rev: rev + 1, waiting: [] });
    expect(
      endAnswer(kept.state, start.answer, { status: 'complete', text: '', endedAt: 330 }),
    ).toBeUndefined();
    const again = deleteSession(kept.state, uuid(998), 'retention', 400);
    expect(again.session).toMatchObject({ endedAt: 320, rev: rev + 2 });
    expect(again.frames).toMatchObject([{ type: 'session.ended', reason: 'retention', rev: rev + 2 }]);
  });
});
