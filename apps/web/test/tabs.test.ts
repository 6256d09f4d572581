import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeConsole, here, openConsole } from './support/console.ts';
import { sessionOf } from './support/fleetOf.ts';
import { soon } from './support/soon.ts';

const MANY = 12;
const live = (page: Page) => page.getByText('Live', { exact: true });
const names = (page: Page): Promise<string[]> => page.locator('.row .name').allInnerTexts();

/** So many tabs of the same browser, the first one included, all of which are live. */
async function openTabs(count: number): Promise<Page[]> {
  await openConsole([sessionOf('first', 5)]);
  const tabs = [here.page];
  while (tabs.length < count) {
    const tab = await here.page.context().newPage();
    tab.on('pageerror', ({ message }) => here.complaints.push(message));
    await tab.goto(`${here.origin}/admin`);
    await live(tab).waitFor();
    tabs.push(tab);
  }
  return tabs;
}

const allShow = (tabs: readonly Page[], expected: readonly string[]): Promise<true> =>
  soon(`all tabs show ${expected.join(', ')}`, async () => {
    for (const tab of tabs) expect(await names(tab)).toEqual(expected);
  });

describeConsole('the console in many tabs', () => {
  test('one of them has the stream for all, and another one when it is closed', async () => {
    const tabs = await openTabs(MANY);
    const { admin } = here.backend;
    expect([admin.streams, admin.open]).toEqual([1, 1]);
    await allShow(tabs, ['first']);
    admin.change(sessionOf('second', 3));
    await allShow(tabs, ['second', 'first']);
    // The one that came first has the stream.
    for (const closed of [1, 2]) {
      await tabs.shift()?.close();
      await soon('another one has it', () => expect([admin.streams, admin.open]).toEqual([closed + 1, 1]));
      admin.change(sessionOf(`without ${closed}`, 2 - closed / 2));
      await soon('all that are left hear of it', async () => {
        for (const tab of tabs) expect((await names(tab))[0]).toBe(`without ${closed}`);
      });
    }
  });

  test('a line that breaks off is told in all of them, and taken up again by one', async () => {
    const tabs = await openTabs(3);
    const { admin } = here.backend;
    admin.reachable = false;
    admin.cut();
    for (const tab of tabs) await tab.getByText('Not live. Trying again…').waitFor();
    admin.lose(sessionOf('meanwhile', 0));
    admin.reachable = true;
    for (const tab of tabs) await live(tab).waitFor({ timeout: 20_000 });
    await allShow(tabs, ['meanwhile', 'first']);
    expect(admin.open).toBe(1);
  });

  test('a tab that sleeps with the stream doesn’t keep the others from it', async () => {
    await openConsole([sessionOf('first', 5)]);
    const name = await here.page.evaluate(async () => (await navigator.locks.query()).held?.[0]?.name ?? '');
    await here.page.goto(`${here.origin}/theme.js`);
    const sleeper = await here.page.context().newPage();
    await sleeper.goto(`${here.origin}/theme.js`);
    await sleeper.evaluate((name) => {
      void navigator.locks.request(name, () => new Promise(() => undefined)).catch(() => undefined);
    }, name);
    await here.page.goto(`${here.origin}/admin`);
    await live(here.page).waitFor();
    expect(await names(here.page)).toEqual(['first']);
  });

  test('one that the server ends for others says so, and comes back only when somebody is there', async () => {
    const tabs = await openTabs(2);
    const { admin } = here.backend;
    const { clock } = here.page.context();
    await clock.install();
    admin.replace();
    for (const tab of tabs) await tab.getByText('Not live: open in too many tabs').waitFor();
    admin.lose(sessionOf('meanwhile', 0));
    await clock.fastForward('10:00');
    // Whatever ten minutes bring stands before this.
    for (const tab of tabs) await tab.evaluate(() => fetch('/api/config').then(({ status }) => status));
    expect(admin.streams).toBe(1);
    await tabs[1]?.locator('h2').first().click();
    for (const tab of tabs) await live(tab).waitFor();
    await allShow(tabs, ['meanwhile', 'first']);
    expect([admin.streams, admin.open]).toEqual([2, 1]);
  });
});
