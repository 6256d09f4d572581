import { eventually } from '@parley/testing';

/** Waits until these expectations hold. */
export const soon = (what: string, expectations: () => Promise<void> | void): Promise<true> =>
  eventually(what, async () => {
    await expectations();
    return true as const;
  });
