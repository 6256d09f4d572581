import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  conversationTo,
  endAnswer,
  inReadingOrder,
  nameFrom,
  supersededBy,
  type Entry,
} from '../src/index.ts';
import { anyHistory, play, type Event, type Played } from './play.ts';

const holds = (check: (played: Played) => void): void =>
  fc.assert(
    fc.property(anyHistory, (history) => check(play(history))),
    { numRuns: 300 },
  );
const holdsWithEach = (look: (played: Played, event: Event) => void): void =>
  fc.assert(
    fc.property(anyHistory, (history) => void play(history, look)),
    { numRuns: 300 },
  );
const isAnswer = ({ sender }: Entry): boolean => sender === 'assistant';

describe('a session, after any sequence of events', () => {
  test('[P12] gives every entry its own seq, from 1 and without gaps', () => {
    holds(({ kept }) => {
      expect(kept.bySeq().map(({ seq }) => seq)).toEqual(kept.bySeq().map((_, at) => at + 1));
      expect(kept.state.seq).toBe(kept.entries.size);
    });
  });

  test('[P12] tells every rev exactly once, in order, and gives no two entries the same', () => {
    holds(({ kept }) => {
      expect(kept.told).toEqual(kept.told.map((_, at) => at + 1));
      expect(kept.state.rev).toBe(kept.told.length);
      expect(new Set(kept.bySeq().map(({ rev }) => rev)).size).toBe(kept.entries.size);
    });
  });

  test('[P10] has one answer at most for each message that counts, and one being written at most', () => {
    holdsWithEach(({ kept }) => {
      const replies = kept.current().flatMap(({ replyTo }) => replyTo ?? []);
      expect(new Set(replies).size).toBe(replies.length);
      const streaming = kept.bySeq().filter(({ status }) => status === 'streaming');
      expect(streaming.map(({ id }) => id)).toEqual(kept.state.answer ? [kept.state.answer.messageId] : []);
    });
  });

  test('[P10] has every message that counts answered, being answered or waiting, or leaves it to a human', () => {
    holdsWithEach(({ kept, left }) => {
      const said = kept.current().filter(({ sender }) => sender === 'user');
      const begun = kept.current().flatMap(({ replyTo }) => replyTo ?? []);
      const waiting = kept.state.waiting.map(({ messageId }) => messageId);
      const cared = [...begun, ...waiting];
      expect(new Set(cared).size).toBe(cared.length);
      const ids = said.map(({ id }) => id);
      expect(ids.filter((id) => !cared.includes(id) && !left.has(id))).toEqual([]);
      expect(cared.filter((id) => !ids.includes(id))).toEqual([]);
    });
  });

  test('[P10] counts the answers to each message, the latest one alone counts, and says which it replaces', () => {
    holds(({ kept }) => {
      for (const versions of Map.groupBy(kept.bySeq().filter(isAnswer), ({ replyTo }) => replyTo).values()) {
        expect(versions.map(({ version }) => version)).toEqual(versions.map((_, at) => at + 1));
        expect(versions.slice(0, -1).every(({ status }) => status === 'superseded')).toBe(true);
        for (const { replaces } of versions.slice(1))
          expect(versions.map(({ id }): string | undefined => id).concat(undefined)).toContain(replaces);
      }
    });
  });

  test('[P12] never brings back what was superseded, unless what was to replace it is left to a human', () => {
    holdsWithEach(({ kept }) => {
      for (const id of kept.superseded) expect(kept.entries.get(id)?.status).toBe('superseded');
    });
  });

  test('[P12] an edit supersedes what is read behind the message, and nothing else', () => {
    holds(({ kept }) => {
      const counts = kept.current();
      for (const message of counts.filter(({ sender }) => sender === 'user')) {
        const read = inReadingOrder(counts).map(({ id }) => id);
        const behind = read.slice(read.indexOf(message.id) + 1);
        const since = kept.bySeq().slice(message.seq - 1);
        expect(new Set(supersededBy(message, since).map(({ id }) => id))).toEqual(new Set(behind));
      }
    });
  });

  test('[P27] gives a model the versions that count, and no other', () => {
    holds(({ kept }) => {
      const said = kept.bySeq().map((entry) => ({ ...entry, text: entry.id }));
      const last = kept.current().findLast(({ sender }) => sender === 'user');
      const read = conversationTo(said, last?.id ?? '').map(({ text }) => text);
      const place = (id: string) => read.indexOf(id);
      for (const { id, status, replyTo, seq } of said) {
        const isOld = status === 'superseded' || status === 'streaming';
        if (isOld) expect(read).not.toContain(id);
        else if (last && replyTo === undefined && seq <= last.seq) expect(read).toContain(id);
        if (replyTo !== undefined && read.includes(id)) expect(place(id)).toBe(place(replyTo) + 1);
      }
    });
  });

  test('[P13] has response times and counts as recomputed from its entries, and the newest sum of tokens', () => {
    holds(({ kept, sums }) => {
      const ended = kept.bySeq().filter(({ responseMs }) => responseMs !== undefined);
      const times = ended.map(({ responseMs }) => responseMs ?? 0);
      const { responseTimes, usage, messageCount } = kept.state;
      expect(responseTimes).toEqual({
        maxMs: Math.max(0, ...times),
        sumMs: times.reduce((sum, ms) => sum + ms, 0),
        count: times.length,
      });
      expect(usage.totalTokens).toBe(Math.max(...sums));
      expect(messageCount).toBe(kept.current().length);
    });
  });

  test('[P10] never lets an older attempt end the answer', () => {
    holds(({ kept, begun }) => {
      const { answer } = kept.state;
      if (!answer) return;
      for (const older of begun.filter(
        ({ attempt, messageId }) => messageId === answer.messageId && attempt < answer.attempt,
      )) {
        expect(endAnswer(kept.state, older, { status: 'complete', text: '', endedAt: 0 })).toBeUndefined();
      }
    });
  });

  test('[P18] lasts from its start to its end or last activity, which never goes back', () => {
    holds(({ kept: { state }, active }) => {
      expect(state.createdAt).toBe(1_000);
      expect(state.lastActivityAt).toBe(active.at(-1));
      expect(state.state === 'ended').toBe(state.endedAt !== undefined);
    });
  });

  test('[P30] answers with the model that was chosen when the answer began', () => {
    holdsWithEach(({ kept: { state } }, event) => {
      if (event.do === 'model') expect(state.model).toBe(event.model);
      if (event.do === 'start' && state.answer?.attempt === 1) expect(state.answer.model).toBe(state.model);
    });
  });

  test('[P49] is named by its user once and for all, else by a model, else by its first message', () => {
    const titles: string[] = [];
    holdsWithEach(({ kept, named }, event) => {
      const { name, namedBy } = kept.state;
      if (event.do === 'title') titles.push(event.name);
      if (named.length > 0) expect({ name, namedBy }).toEqual({ name: named.at(-1), namedBy: 'user' });
      else if (namedBy === 'model') expect(titles).toContain(name);
      else expect(name === '').toBe(namedBy === 'nobody');
    });
  });

  test('[P49] takes its name from the first message that says something', () => {
    holds(({ kept }) => {
      const { name, namedBy } = kept.state;
      if (namedBy !== 'message') return;
      const first = kept.bySeq().find(({ sender, text }) => sender === 'user' && text.trim() !== '');
      // An edit changes the message, not the name.
      if (first && first.editedAt === undefined) expect(name).toBe(nameFrom(first.text));
    });
  });
});
