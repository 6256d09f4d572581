import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { describeInChromium } from './browser.ts';
import { launch, visit, type Visit } from './visit.ts';

let browser: Browser;
/** The page and its backend, anew for each test that comes. */
export let here: Visit;

export const box = (): Locator => here.page.getByRole('textbox', { name: 'Message', exact: true });
export const say = async (text: string): Promise<void> => {
  await box().fill(text);
  await box().press('Enter');
};
export const scroller = (): Locator => here.page.locator('.scroller');
export const fromEnd = (): Promise<number> =>
  scroller().evaluate((e) => Math.round(e.scrollHeight - e.clientHeight - e.scrollTop));
/** What is shown of the answer, without what a test or Lit noted in it. */
export const html = async (): Promise<string> => {
  const inner = await here.page.locator('.prose').innerHTML();
  return inner.replaceAll(' data-mine=""', '').replace(/<!--.*?-->/g, '');
};
/** Opens the page on what the backend has. */
export const come = async (options: Parameters<typeof visit>[1] = {}): Promise<void> => {
  here = await visit(browser, options);
};
export const open = async (): Promise<void> => {
  await here.page.goto(here.origin);
  await box().waitFor();
};
export const talk = (rounds: number): void => {
  for (let at = 1; at <= rounds; at += 1) {
    here.backend.conversation.add({ text: `question ${at}` });
    here.backend.conversation.add({
      sender: 'assistant',
      model: 'demo',
      text: `answer ${at}\n\n${'word '.repeat(60)}`,
    });
  }
};

/** Tests of the chat page in Chromium; each ends with a page that has nothing to complain of. */
export const describeChat = (what: string, tests: () => void): void =>
  describeInChromium(what, () => {
    beforeAll(async () => {
      browser = await launch();
    });
    afterAll(() => browser?.close());
    afterEach(async () => {
      const { complaints } = here;
      await here.end();
      expect(complaints).toEqual([]);
    });
    tests();
  });
