import { expect, test } from '@jest/globals';
import { losePower } from '../src/losePower.ts';

const RUN = { messages: 500, moments: 6, seed: 1 };

test('[P15] with sync_interval: always no acked message is missing after a loss of power', async () => {
  const losses = await losePower({ ...RUN, syncInterval: 'always' });
  expect(losses).toHaveLength(RUN.moments);
  for (const loss of losses) expect(loss).toMatchObject({ missing: 0, changed: 0 });
  expect(losses.at(-1)?.acked).toBeGreaterThan(0);
});

test('[P15] with the server’s default the checker notices that messages are missing', async () => {
  const losses = await losePower({ ...RUN, syncInterval: undefined });
  expect(losses.some(({ missing }) => missing > 0)).toBe(true);
});
