import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInChromium } from './support/browser.ts';
import { launch, visit } from './support/visit.ts';

/** Lets no script of a page come until it is told to; says how often one was asked for. */
async function hold(page: Page): Promise<{ asked: () => number; letCome: () => void }> {
  let [asked, isThere] = [0, false];
  await page.route('**/assets/*.js', (route) => {
    asked += 1;
    return isThere ? route.continue() : route.fulfill({ status: 503 });
  });
  return { asked: () => asked, letCome: () => void (isThere = true) };
}

describeInChromium('a page whose script doesn’t come', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test.each([
    ['the chat', '/', 'textbox'],
    ['the console', '/admin', 'navigation'],
  ] as const)('says so, and opens by itself once it can be had: %s', async (_what, path, role) => {
    const here = await visit(browser);
    const { asked, letCome } = await hold(here.page);
    await here.page.goto(`${here.origin}${path}`);
    const words = here.page.getByText('Parley can’t be reached. Trying again…');
    await words.waitFor();
    expect(await words.count()).toBe(1);
    const before = asked();
    letCome();
    await here.page.getByRole(role).first().waitFor();
    expect(await words.count()).toBe(0);
    expect(asked()).toBeGreaterThan(before);
    await here.end();
  });
});
