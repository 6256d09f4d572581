import { describeRing } from './describeRing.ts';
import type { KeysCommand } from './KeysCommand.ts';
import { withStore } from './withStore.ts';

/** Has everything wrapped by the ring's first key, and says what is left. */
export const rotate: KeysCommand = {
  usage: 'rotate',
  what: 'wrap all users’ keys with the first key of ENCRYPTION_KEYS, while everything runs',
  run: () =>
    withStore(async (store) => {
      const { rewrapped, unreadable } = await store.keys.rewrap();
      const keys = await store.keys.status();
      const left = unreadable > 0 ? `; ${unreadable} can’t be read and are left as they are` : '';
      const out = `Wrapped again with ${keys[0]?.ringKey}: ${rewrapped}${left}.\n${describeRing(keys)}`;
      return { out, wrong: unreadable > 0 };
    }),
};
