import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verdict } from '@parley/bus';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { type RunningAdmin, startAdmin } from './support/startAdmin.ts';

interface Entry {
  n: number;
  who: string;
  what: string;
  target: string;
  when: string;
}

let admin: RunningAdmin;
beforeAll(async () => {
  admin = await startAdmin();
});
afterAll(() => admin?.stop());

describe('GET /admin/api/audit', () => {
  test('[P56] gives what was done, newest first, by whom, what and to what, whole in pages of any size', async () => {
    const anyEntry = fc.record({
      who: fc.constantFrom('anna', 'ben'),
      what: fc.constantFrom('takeover.started', 'note.added'),
      target: fc.constantFrom('one', 'two'),
    });
    const kept: Entry[] = [];
    for (const entry of fc.sample(anyEntry, 60)) {
      const when = 1000 + kept.length;
      const n = await admin.store.audit.append({ ...entry, when, after: { forced: true } });
      kept.unshift({ n, ...entry, when: new Date(when).toISOString() });
    }
    const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    const anyMoment = fc.integer({ min: 990, max: 1070 }).map((at) => new Date(at).toISOString());
    const anyQuery = fc.record({
      who: maybe(fc.constantFrom('anna', 'ben', 'nobody')),
      what: maybe(fc.constantFrom('takeover.started', 'note.added')),
      target: maybe(fc.constantFrom('one', 'two')),
      from: maybe(anyMoment),
      to: maybe(anyMoment),
      limit: fc.integer({ min: 1, max: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(anyQuery, async ({ limit, ...filter }) => {
        const query = new URLSearchParams({ limit: String(limit) });
        for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, value);
        const found: Entry[] = [];
        for (;;) {
          const page = await admin.json<{ items: Entry[]; nextCursor: string | null }>(
            `/admin/api/audit?${query.toString()}`,
          );
          found.push(...page.items);
          if (page.nextCursor === null) break;
          query.set('cursor', page.nextCursor);
        }
        const { who, what, target, from, to } = filter;
        const expected = kept.filter(
          (entry) =>
            (who ?? entry.who) === entry.who &&
            (what ?? entry.what) === entry.what &&
            (target ?? entry.target) === entry.target &&
            (from ?? entry.when) <= entry.when &&
            (to === undefined || entry.when < to),
        );
        expect(found).toEqual(expected.map((entry) => ({ ...entry, after: { forced: true } })));
      }),
      { numRuns: 100 },
    );
  });

  test('[P56] pages neither skip nor repeat what was there, whatever is done meanwhile', async () => {
    const paged = fc.record({ limit: fc.integer({ min: 1, max: 9 }), between: fc.nat({ max: 2 }) });
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(paged, async ({ limit, between }) => {
        runs++;
        const who = `carol ${runs}`;
        const entry = { who, what: 'session.read', target: 'three', when: 5000 } as const;
        for (let i = 0; i < 12; i++) await admin.store.audit.append(entry);
        const there = (await admin.store.audit.list({ limit: 1000, who })).map(({ n }) => n);
        const found: number[] = [];
        for (let cursor: string | null = ''; cursor !== null;) {
          const query = new URLSearchParams({ who, limit: String(limit), ...(cursor && { cursor }) });
          const page: { items: Entry[]; nextCursor: string | null } = await admin.json(
            `/admin/api/audit?${query.toString()}`,
          );
          found.push(...page.items.map(({ n }) => n));
          cursor = page.nextCursor;
          for (let i = 0; i < between; i++) await admin.store.audit.append(entry);
        }
        expect(found).toEqual(there);
      }),
      { numRuns: 100 },
    );
  });

  test('[P56] all that a filter finds goes into a file, in which nothing runs; that is kept', async () => {
    const entry = { who: '=cmd()', what: 'user.exported', target: 'a,"b"', when: 7000 } as const;
    for (let i = 0; i < 250; i++) await admin.store.audit.append({ ...entry, after: { i } });
    const response = await admin.get('/admin/api/audit.csv?what=user.exported&from=1970-01-01');
    expect(response.headers.get('content-disposition')).toContain('audit.csv');
    const [head, ...lines] = (await response.text()).trimEnd().split('\r\n');
    expect(head).toBe('"n","when","who","what","target","where","before","after"');
    expect(lines).toHaveLength(250);
    const cells = [`1970-01-01T00:00:07.000Z`, `'=cmd()`, 'user.exported', `a,""b""`, '', '', `{""i"":249}`];
    expect(lines[0]).toMatch(/^"\d+",/u);
    expect(lines[0]).toContain(`,${cells.map((cell) => `"${cell}"`).join(',')}`);
    const [kept] = await admin.store.audit.list({ limit: 1 });
    expect(kept).toMatchObject({
      who: 'somebody admin',
      what: 'audit.exported',
      after: { what: 'user.exported', from: '1970-01-01T00:00:00.000Z' },
    });
  });

  test('[P56] a cursor that no page gave is refused', async () => {
    expect((await admin.get('/admin/api/audit?cursor=x')).status).toBe(400);
  });
});

describe('/admin/api/dead-letters', () => {
  interface Letter {
    seq: number;
    queue: string;
    sessionId: string;
    reason: string;
  }
  const letters = async (): Promise<Letter[]> =>
    (await admin.json<{ items: Letter[] }>('/admin/api/dead-letters')).items;

  test('[P56] what was given up is listed without what was said, tried again or removed, and that is kept', async () => {
    const sessionIds = [randomUUID(), randomUUID()];
    let refuses = true;
    const taken: string[] = [];
    const consumption = admin.bus.consumeCommands({
      handler: async ({ frame }) => {
        if (refuses) return verdict.drop('it is poisoned');
        taken.push(frame.id);
        return verdict.done;
      },
    });
    const ids = sessionIds.map(() => randomUUID());
    for (const [at, sessionId] of sessionIds.entries()) {
      const frame = { type: 'message.send', id: ids[at] ?? '', sessionId, text: 'a secret' } as const;
      await admin.bus.publishCommand({ frame, user: { id: 'anna', roles: ['user'] }, acceptedAt: 1 });
    }
    const found = await eventually(
      'both are given up',
      async () => {
        const there = await letters();
        return there.length === 2 ? there : undefined;
      },
      { timeoutMs: 20_000 },
    );
    expect(new Set(found.map(({ sessionId }) => sessionId))).toEqual(new Set(sessionIds));
    expect(found[0]).toMatchObject({ queue: 'commands', reason: expect.stringContaining('poisoned') });
    expect(JSON.stringify(found)).not.toContain('secret');
    const page = await admin.json<{ items: Letter[]; nextCursor: string }>('/admin/api/dead-letters?limit=1');
    const rest = await admin.json<{ items: Letter[]; nextCursor: null }>(
      `/admin/api/dead-letters?limit=1&cursor=${page.nextCursor}`,
    );
    expect([...page.items, ...rest.items]).toEqual(found);
    expect(rest.nextCursor).toBeNull();

    refuses = false;
    const [again, gone] = found as [Letter, Letter];
    expect((await admin.ask('POST', `/admin/api/dead-letters/${again.seq}/retry`)).status).toBe(204);
    await eventually('it is taken', () => taken.length === 1);
    expect((await admin.ask('DELETE', `/admin/api/dead-letters/${gone.seq}`)).status).toBe(204);
    expect(await letters()).toEqual([]);
    for (const [method, path] of [
      ['POST', `${gone.seq}/retry`],
      ['DELETE', `${gone.seq}`],
    ] as const)
      expect((await admin.ask(method, `/admin/api/dead-letters/${path}`)).status).toBe(404);
    const kept = await admin.store.audit.list({ limit: 2 });
    expect(kept.map(({ what, target, who }) => ({ what, target, who }))).toEqual([
      { what: 'letter.dropped', target: String(gone.seq), who: 'somebody admin' },
      { what: 'letter.retried', target: String(again.seq), who: 'somebody admin' },
    ]);
    await consumption.stop();
  });
});
