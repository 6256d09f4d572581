import { isAdmin } from '@parley/protocol';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  adminOf,
  expireSession,
  quietSince,
  startAnswer,
  type Entry,
  type SessionState,
} from '../src/index.ts';
import { anyHistory, PEOPLE, play, type Event, type Played } from './play.ts';

const holdsWithEach = (look: (played: Played, event: Event) => void): void =>
  fc.assert(
    fc.property(anyHistory, (history) => void play(history, look)),
    { numRuns: 300 },
  );

const roles = (id: string): string[] => [...(PEOPLE.find((one) => one.id === id)?.roles ?? [])];

describe('a session, after any sequence of events', () => {
  test('[P51][P57] waits for a human, has one, or neither, and says so in one way', () => {
    holdsWithEach(({ kept: { state } }) => {
      const { handling, help, admin, holdUntil } = state;
      expect(handling === 'requested').toBe(help !== undefined);
      expect(handling === 'human').toBe(admin !== undefined);
      expect(handling === 'human').toBe(holdUntil !== undefined);
      if (help?.state === 'acknowledged') expect(help).not.toHaveProperty('nextRoundAt');
    });
  });

  test('[P54] is never answered by the model while a human has it', () => {
    holdsWithEach(({ kept: { state } }) => {
      if (state.handling !== 'human') return;
      expect(state.waiting).toEqual([]);
      expect(state.answer).toBeUndefined();
      expect(startAnswer(state, { turn: 9, delivery: 9 }, 1).kind).toBe('nothing');
    });
  });

  test('[P10][P57] has an answer back as it was whose next version had not begun when a human took it', () => {
    let given = 0;
    fc.assert(
      fc.property(anyHistory, (history) => {
        const counted = new Map<string, Entry>();
        let waiting: SessionState['waiting'] = [];
        play(history, ({ kept }, event) => {
          const replaces = event.do === 'take' ? waiting[0]?.replaces : undefined;
          if (replaces !== undefined) {
            const { status, text } = counted.get(replaces) ?? {};
            expect(kept.entries.get(replaces)).toMatchObject({ status, text });
            given++;
          }
          for (const entry of kept.current()) counted.set(entry.id, entry);
          waiting = kept.state.waiting;
        });
      }),
      { numRuns: 300 },
    );
    expect(given).toBeGreaterThan(0);
  });

  test('[P61] is held, acknowledged and written into by admins alone, each message by who held it then', () => {
    holdsWithEach(({ kept: { state, ...kept } }, event) => {
      if (state.admin) expect(isAdmin({ roles: roles(state.admin.id) })).toBe(true);
      if ('who' in event) expect(isAdmin(event.who) || event.do === 'renew').toBe(true);
      if (event.do !== 'say') return;
      expect(state.admin?.id).toBe(event.who.id);
      const said = [...kept.entries.values()].find(({ id }) => id === event.id);
      expect(said).toMatchObject({ sender: 'admin', senderName: adminOf(event.who).name, seq: state.seq });
    });
  });

  test('[P55][P57] each takeover raises the fence, nothing lowers it, and it stays marked', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        let before = { fence: 0, admin: undefined as string | undefined };
        const { kept } = play(history, ({ kept: { state } }, event) => {
          const { fence, admin, adminAssisted } = state;
          const isNew = admin !== undefined && admin.id !== before.admin;
          if (isNew) expect(fence).toBe(before.fence + 1);
          else if (event.do !== 'take') expect(fence).toBe(before.fence);
          expect(adminAssisted).toBe(fence > 0);
          before = { fence, admin: admin?.id };
        });
        expect(kept.state.fence).toBe(before.fence);
      }),
      { numRuns: 300 },
    );
  });

  test('[P57] is taken from another admin by a supervisor’s force alone', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        let holder: string | undefined;
        play(history, ({ kept: { state } }, event) => {
          if (event.do === 'take' && holder !== undefined && holder !== event.who.id)
            expect([event.force, event.who.roles]).toEqual([true, ['supervisor']]);
          holder = state.admin?.id;
        });
      }),
      { numRuns: 300 },
    );
  });

  test('[P6] doesn’t end while a human has it or was called, and has its whole window after that', () => {
    holdsWithEach(({ kept: { state } }, event) => {
      const later = quietSince(state) + 10 ** 9;
      if (state.handling !== 'ai') expect(expireSession(state, later, 1_000)).toBeUndefined();
      const freed = event.do === 'release' || event.do === 'expire' || event.do === 'cancel';
      if (freed && state.freedAt !== undefined)
        expect(quietSince(state)).toBeGreaterThanOrEqual(state.freedAt);
    });
  });
});
