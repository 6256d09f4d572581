import { describeRing } from './describeRing.ts';
import type { KeysCommand } from './KeysCommand.ts';
import { withStore } from './withStore.ts';

/** Which keys of the ring wrap how many data keys. */
export const status: KeysCommand = {
  usage: 'status',
  what: 'how many users’ keys each key of ENCRYPTION_KEYS wraps, and which can be dropped',
  run: () =>
    withStore(async (store) => {
      const keys = await store.keys.status();
      return { out: describeRing(keys), wrong: keys.some(({ known }) => !known) };
    }),
};
