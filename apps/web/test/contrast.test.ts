import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { ADMIN_SHOTS } from './support/adminShots.ts';
import { describeInChromium } from './support/browser.ts';
import { CHAT_SHOTS } from './support/chatShots.ts';
import { sessionOf, waitingOf } from './support/fleetOf.ts';
import type { Shot } from './support/takeShots.ts';
import { launch, visit, type Visit } from './support/visit.ts';
import { weakTexts } from './support/weakTexts.ts';

/** What no picture shows: all that a list of sessions can say of people, a row under the pointer, and one that went. */
const ROWS: readonly Shot[] = [
  {
    name: 'rows-console',
    async prepare({ page, origin, backend: { admin } }: Visit) {
      const ben = { handling: 'human', admin: { id: 'ben', name: 'Ben' }, adminAssisted: true } as const;
      const quiet = sessionOf('quiet', 1);
      const waits = [0.2, 2, 6].map((minutes) => waitingOf(`waits ${minutes}`, minutes));
      const past = sessionOf('handed back', 3, { adminAssisted: true });
      for (const one of [...waits, sessionOf('held', 2, ben), past, quiet]) admin.sessions.set(one.id, one);
      await page.goto(`${origin}/admin`);
      await page.locator('.row', { hasText: 'held' }).hover();
      admin.remove(quiet.id);
      await page.locator('.gone').getByText('quiet').waitFor();
    },
  },
  {
    name: 'rows-chat',
    async prepare({ page, origin, backend: { sessions } }: Visit) {
      const anna = { handling: 'human', admin: { id: 'a', name: 'Anna' }, adminAssisted: true } as const;
      sessions.add('Milk', 30, anna);
      sessions.add('Tea', 20, { handling: 'requested' });
      sessions.add('Coffee', 10, { adminAssisted: true });
      const { id } = sessions.add('Juice', 5);
      await page.goto(`${origin}/sessions`);
      await page.locator('.row', { hasText: 'Milk' }).hover();
      sessions.change(id, { archived: true });
      await page.locator('.gone').getByText('Juice').waitFor();
    },
  },
];

let browser: Browser;

describeInChromium('what can be read', () => {
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test.each([...CHAT_SHOTS, ...ADMIN_SHOTS, ...ROWS].map((shot) => [shot.name, shot] as const))(
    '%s: every text that is shown has a contrast of 4.5:1, light and dark',
    async (_name, { options, prepare }) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const desktop = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const;
        const here = await visit(browser, { colorScheme, locale: 'en-GB', ...desktop, ...options });
        try {
          await prepare(here);
          expect({ colorScheme, weak: await weakTexts(here.page) }).toEqual({ colorScheme, weak: [] });
        } finally {
          await here.end();
        }
      }
    },
    30_000,
  );
});
