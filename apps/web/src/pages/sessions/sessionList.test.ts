import { describe, expect, test } from '@jest/globals';
import type { Session } from '@parley/protocol';
import { array, assert, asyncProperty, boolean, constantFrom, nat, record } from 'fast-check';
import { byActivity } from './arrange.ts';
import { SessionList } from './sessionList.ts';
import type { ListPage } from './sessionsApi.ts';

const row = (id: string, at: number, more: Partial<Session> = {}): Session =>
  ({ id, rev: 1, archived: false, name: id, lastActivityAt: new Date(at).toISOString(), ...more }) as Session;

/** The server: all sessions, read by pages of at most seven, as they are at that moment. */
class Server {
  readonly all = new Map<string, Session>();
  now = 1_000_000;
  down = false;

  readonly read = ({
    archived,
    cursor,
    limit,
  }: {
    archived: boolean;
    cursor?: string | undefined;
    limit: number;
  }): Promise<ListPage> => {
    if (this.down) return Promise.reject(new Error('away'));
    const rows = [...this.all.values()].filter((one) => one.archived === archived).toSorted(byActivity);
    const from =
      cursor === undefined ? 0 : rows.findIndex((one) => `${one.lastActivityAt}${one.id}` < cursor);
    const most = limit > 30 ? limit : 7;
    const items = from === -1 ? [] : rows.slice(from, from + most);
    const last = items.at(-1);
    const isMore = last !== undefined && rows.at(-1) !== last;
    return Promise.resolve({ items, nextCursor: isMore ? `${last.lastActivityAt}${last.id}` : null });
  };

  change(id: string, change: Partial<Session>): Session | undefined {
    const before = this.all.get(id);
    if (!before) return undefined;
    this.now += 1;
    const after = {
      ...before,
      lastActivityAt: new Date(this.now).toISOString(),
      ...change,
      rev: before.rev + 1,
    };
    this.all.set(id, after);
    return after;
  }
}

const ids = (all: readonly Session[]): string[] => all.map(({ id }) => id);
const start = (count: number): { server: Server; list: SessionList } => {
  const server = new Server();
  for (let at = 0; at < count; at += 1) server.all.set(`s${at}`, row(`s${at}`, at));
  return { server, list: new SessionList(server.read, () => undefined) };
};
const readAll = async (list: SessionList, archived = false): Promise<void> => {
  while (!list.isWhole(archived)) {
    await list.more(archived);
    if (list.failed) throw list.failed;
  }
};

describe('the list of sessions', () => {
  test('[P46] pages neither skip nor repeat while sessions change, come, go and are put away between them', async () => {
    const step = record({
      what: constantFrom('page', 'say', 'archive', 'delete', 'new', 'cut'),
      at: nat(),
      heard: boolean(),
    });
    await assert(
      asyncProperty(nat(40), array(step, { maxLength: 30 }), async (count, steps) => {
        const { server, list } = start(count);
        await list.more(false);
        for (const { what, at, heard } of steps) {
          const known = [...server.all.keys()];
          const id = known[at % Math.max(1, known.length)] ?? '';
          if (what === 'page') await list.more(false);
          else if (what === 'delete' && id) {
            server.all.delete(id);
            if (heard) list.hear({ type: 'session.ended', sessionId: id, reason: 'deleted' });
          } else if (what === 'new') {
            server.now += 1;
            const made = row(`n${server.now}`, server.now);
            server.all.set(made.id, made);
            if (heard) list.hear({ type: 'session.updated', sessionId: made.id, session: made });
          } else if (id) {
            const session = server.change(id, what === 'archive' ? { archived: at % 2 === 0 } : {});
            if (session && heard) list.hear({ type: 'session.updated', sessionId: id, session });
          }
          const shown = ids(list.shown(false));
          expect(new Set(shown).size).toBe(shown.length);
          // What wasn't heard is made good by what follows a lost connection.
          if (!heard && what !== 'page') await list.again();
        }
        await readAll(list);
        const there = [...server.all.values()].filter(({ archived }) => !archived).toSorted(byActivity);
        expect(ids(list.shown(false))).toEqual(ids(there));
      }),
      { numRuns: 200, endOnFailure: true },
    );
  });

  test('a deleted session isn’t brought back by an answer that was on its way, nor a newer state by an older one', async () => {
    const { server, list } = start(3);
    const reading = list.more(false);
    list.drop('s1');
    list.put(row('s2', 5, { rev: 9, name: 'newer' }));
    await reading;
    expect(ids(list.shown(false))).toEqual(['s2', 's0']);
    expect(list.get('s2')?.name).toBe('newer');
    expect(list.get('s1')).toBeUndefined();
    expect(server.all.has('s1')).toBe(true);
  });

  test('nothing is shown before everything newer has been read', async () => {
    const { list } = start(20);
    list.put(row('s2', 2));
    expect(list.shown(false)).toEqual([]);
    await list.more(false);
    expect(ids(list.shown(false))).toEqual(['s19', 's18', 's17', 's16', 's15', 's14', 's13']);
    await readAll(list);
    expect(list.shown(false)).toHaveLength(20);
  });

  test('what leaves the list under somebody’s hand keeps its place until the hand is gone', async () => {
    const { list } = start(3);
    await list.more(false);
    const held = ids(list.shown(false));
    list.drop('s1');
    list.put(row('s0', 99, { rev: 2 }));
    expect(ids(list.shown(false, held))).toEqual(held);
    expect(ids(list.shown(false))).toEqual(['s0', 's2']);
  });

  test('a read that fails says so, and the next one goes on', async () => {
    const { server, list } = start(9);
    server.down = true;
    await list.more(false);
    expect(list.failed).toEqual(new Error('away'));
    expect(list.loading).toBe(false);
    server.down = false;
    await readAll(list);
    expect(list.shown(false)).toHaveLength(9);
  });

  test('what failed is tried again, also when the whole list had been read or nothing of it', async () => {
    const { server, list } = start(9);
    server.down = true;
    await list.more(false);
    server.down = false;
    await list.again();
    expect([list.failed, list.shown(false)[0]?.id]).toEqual([undefined, 's8']);
    await readAll(list);
    server.down = true;
    server.change('s3', { name: 'changed' });
    await list.again();
    await list.retry();
    expect(list.failed).toEqual(new Error('away'));
    server.down = false;
    await list.retry();
    expect([list.failed, list.shown(false)[0]?.name]).toEqual([undefined, 'changed']);
  });

  test('an ended or deactivated session stays in the list, a guess stays until the server says otherwise', async () => {
    const { list } = start(2);
    await list.more(false);
    list.hear({ type: 'session.ended', sessionId: 's0', reason: 'continuity' });
    list.hear({ type: 'session.deactivated', sessionId: 's1' });
    list.guess('s1', { name: 'guessed' });
    expect(list.shown(false).map(({ name, state }) => [name, state])).toEqual([
      ['guessed', 'idle'],
      ['s0', 'ended'],
    ]);
    list.put(row('s1', 1, { rev: 2, name: 'told' }));
    expect(list.get('s1')?.name).toBe('told');
  });
});
