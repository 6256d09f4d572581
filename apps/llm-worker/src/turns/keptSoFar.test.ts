import { describe, expect, test } from '@jest/globals';
import { SealedDataError, StoreUnavailable, type Store } from '@parley/store';
import { keptSoFar } from './keptSoFar.ts';

const entriesWith = (get: () => Promise<object | undefined>) => ({
  entries: { get } as unknown as Store['entries'],
});
const place = { collection: 'entries', record: 's:1', field: 'text' } as const;

describe('keptSoFar', () => {
  test('[P44] is empty for what can’t be opened, so that its answer can end', async () => {
    const sealed = new SealedDataError('refused', place, 'was changed');
    expect(
      await keptSoFar(
        entriesWith(() => Promise.reject(sealed)),
        's',
        { messageId: '1' },
      ),
    ).toEqual({ text: '' });
  });

  test('is what was kept, or nothing; a database that is away is told', async () => {
    expect(
      await keptSoFar(
        entriesWith(async () => ({ text: 'so far' })),
        's',
        { messageId: '1' },
      ),
    ).toEqual({ text: 'so far' });
    expect(
      await keptSoFar(
        entriesWith(async () => undefined),
        's',
        { messageId: '1' },
      ),
    ).toEqual({ text: '' });
    const away = new StoreUnavailable('read entry', new Error('away'));
    await expect(
      keptSoFar(
        entriesWith(() => Promise.reject(away)),
        's',
        { messageId: '1' },
      ),
    ).rejects.toBe(away);
  });

  test('[P28] is that of the answer that it goes on from, until more is kept', async () => {
    const kept = new Map([['old', 'Half of']]);
    const entries = { get: async (_session: string, id: string) => ({ text: kept.get(id) ?? '' }) };
    const store = { entries: entries as unknown as Store['entries'] };
    const answer = { messageId: 'new', continues: 'old' };
    expect(await keptSoFar(store, 's', answer)).toEqual({ text: 'Half of' });
    kept.set('new', 'Half of it');
    expect(await keptSoFar(store, 's', answer)).toEqual({ text: 'Half of it' });
  });

  test('[P30] says who wrote it, when that is not the chosen model', async () => {
    const entry = { text: 'so far', model: 'other' };
    const keptOf = (more: object) =>
      keptSoFar(
        entriesWith(async () => ({ ...entry, ...more })),
        's',
        { messageId: '1' },
      );
    expect(await keptOf({ fallbackFor: 'demo' })).toEqual({ text: 'so far', model: 'other' });
    expect(await keptOf({})).toEqual({ text: 'so far' });
  });
});
