import { describe, expect, test } from '@jest/globals';
import { SealedDataError, StoreUnavailable, type Store } from '@parley/store';
import { textSoFar } from './textSoFar.ts';

const entriesWith = (get: () => Promise<object | undefined>) => ({
  entries: { get } as unknown as Store['entries'],
});
const place = { collection: 'entries', record: 's:1', field: 'text' } as const;

describe('textSoFar', () => {
  test('[P44] is empty for what can’t be opened, so that its answer can end', async () => {
    const sealed = new SealedDataError('refused', place, 'was changed');
    expect(
      await textSoFar(
        entriesWith(() => Promise.reject(sealed)),
        's',
        { messageId: '1' },
      ),
    ).toBe('');
  });

  test('is what was kept, or nothing; a database that is away is told', async () => {
    expect(
      await textSoFar(
        entriesWith(async () => ({ text: 'so far' })),
        's',
        { messageId: '1' },
      ),
    ).toBe('so far');
    expect(
      await textSoFar(
        entriesWith(async () => undefined),
        's',
        { messageId: '1' },
      ),
    ).toBe('');
    const away = new StoreUnavailable('read entry', new Error('away'));
    await expect(
      textSoFar(
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
    expect(await textSoFar(store, 's', answer)).toBe('Half of');
    kept.set('new', 'Half of it');
    expect(await textSoFar(store, 's', answer)).toBe('Half of it');
  });
});
