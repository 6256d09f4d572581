import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import { chromium, type Browser, type Page } from 'playwright-core';
import { CHROMIUM, describeInChromium } from './support/describeInChromium.ts';
import { checkLogs } from './support/checkLogs.ts';
import { expectedAnswer } from './support/expectedAnswer.ts';
import { gatewayOf } from './support/gatewayOf.ts';
import { killHard } from './support/killHard.ts';
import { Reader } from './support/Reader.ts';
import { startStack, type Stack } from './support/startStack.ts';
import { watchAnswer } from './support/watchAnswer.ts';

let stack: Stack;
let browser: Browser;
let reader: Reader;

/** A page in mid-answer: some of it is shown, most of it isn't. */
async function inTheMiddle(page: Page = reader.page): Promise<string> {
  return eventually('the answer is being written', async () => {
    const { text, status } = await reader.lastAnswer(page);
    return status === 'streaming' && text.includes('word20') ? text : undefined;
  });
}

/** A page shows this answer, and that it has ended: what is stored can be compared with it now. */
async function answered(expected: string, page: Page = reader.page): Promise<void> {
  await eventually(
    `the answer is “${expected}”`,
    async () => {
      const { text, status } = await reader.lastAnswer(page);
      return status === 'complete' && text === expected;
    },
    { timeoutMs: 20_000 },
  );
}

/** Each of these texts begins like the whole, and none is shorter than the one before. */
function expectGrowth(seen: readonly string[], whole: string): void {
  for (const [at, text] of seen.entries()) {
    expect(whole.startsWith(text)).toBe(true);
    expect(text.length).toBeGreaterThanOrEqual(seen[at - 1]?.length ?? 0);
  }
}

/** The page shows what is stored, and that is what was to be answered. */
async function expectKept(page: Page = reader.page): Promise<string[]> {
  const account = await reader.account();
  const stored = await account.messages(reader.sessionId);
  expect(stored.filter(({ status }) => status === 'streaming')).toEqual([]);
  const texts = stored.map(({ text }) => text.trim());
  await eventually('the page shows what is stored', async () => {
    expect(await reader.shown(page)).toEqual(texts);
    return true;
  });
  return texts;
}

describeInChromium('a person before the page', () => {
  beforeAll(async () => {
    stack = await startStack({ replicas: { 'ws-gateway': 2, 'llm-worker': 2 } });
    browser = await chromium.launch({ executablePath: CHROMIUM ?? 'chromium', args: ['--no-sandbox'] });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.end();
  });
  afterEach(async () => {
    expect(reader.complaints).toEqual([]);
    await reader.context.close();
  });

  test('[E1] sends, sees the answer being written in every tab, and finds it kept', async () => {
    reader = await Reader.come(browser, stack.url);
    await reader.say('/slow 40');
    await inTheMiddle();
    const other = await reader.tab();
    await inTheMiddle(other);
    const [here, there] = await Promise.all([watchAnswer(reader), watchAnswer(reader, other)]);
    const whole = expectedAnswer('/slow 40').trimEnd();
    expect([here.at(-1), there.at(-1)]).toEqual([whole, whole]);
    expectGrowth(here, whole);
    expectGrowth(there, whole);
    // How often a slow machine looks is its own business; but what it saw was growing.
    expect(Math.min(here.length, there.length)).toBeGreaterThan(1);
    await reader.say('/echo said in the other tab', other);
    for (const page of [reader.page, other]) {
      await answered('said in the other tab', page);
      expect(await expectKept(page)).toEqual([
        '/slow 40',
        whole,
        '/echo said in the other tab',
        'said in the other tab',
      ]);
    }
  });

  test.each(['/slow 30', '/long 1000'])(
    '[E1] reloads in the middle of %s: no character is lost or doubled',
    async (question) => {
      reader = await Reader.come(browser, stack.url);
      await reader.say(question);
      const before = await inTheMiddle();
      await reader.page.reload();
      await reader.page.locator('article.answer .prose').waitFor();
      const seen = await watchAnswer(reader);
      const whole = expectedAnswer(question).trimEnd();
      expectGrowth([before, ...seen], whole);
      expect(seen.at(-1)).toBe(whole);
      await expectKept();
    },
  );

  test('[E1] stops an answer: what was written stays', async () => {
    reader = await Reader.come(browser, stack.url);
    await reader.say('/slow 50');
    const before = await inTheMiddle();
    await reader.page.getByRole('button', { name: 'Stop the answer' }).click();
    await reader.page.locator('article.answer[data-status=stopped]').waitFor();
    const [question, text = ''] = await expectKept();
    expect(question).toBe('/slow 50');
    expect(text.length).toBeGreaterThanOrEqual(before.length);
    expect(expectedAnswer('/slow 50').startsWith(text)).toBe(true);
    expect(text).not.toContain('word200');
    await reader.page.reload();
    await reader.page.locator('article.answer[data-status=stopped]').waitFor();
    expect(await expectKept()).toEqual([question, text]);
  });

  test('[E5] the gateway that serves it is killed in mid-answer: it comes back and nothing is missing', async () => {
    reader = await Reader.come(browser, stack.url);
    await reader.say('/slow 30');
    const before = await inTheMiddle();
    const { userId } = await reader.account();
    await killHard(stack.parley, 'ws-gateway', await gatewayOf(stack.dataDir, userId));
    const seen = await watchAnswer(reader);
    const whole = expectedAnswer('/slow 30').trimEnd();
    expectGrowth([before, ...seen], whole);
    expect(seen.at(-1)).toBe(whole);
    await expectKept();
  });

  test('[E1][E5] a worker is killed in mid-answer: the answer starts again and becomes whole', async () => {
    reader = await Reader.come(browser, stack.url);
    await reader.say('/slow 30');
    await inTheMiddle();
    await Promise.all([1, 2].map((n) => killHard(stack.parley, 'llm-worker', n)));
    const seen = await watchAnswer(reader);
    const whole = expectedAnswer('/slow 30').trimEnd();
    for (const text of seen) expect(whole.startsWith(text)).toBe(true);
    expect(seen.at(-1)).toBe(whole);
    await expectKept();
  });

  test('[E1][P14][P15][P36] everything is restarted: the open page comes back by itself, and all is there, none of it in a log', async () => {
    reader = await Reader.come(browser, stack.url);
    await reader.say('/echo before the restart');
    await answered('before the restart');
    const before = await expectKept();
    await stack.restart();
    await reader.say('/echo after the restart');
    await answered('after the restart');
    const after = [...before, '/echo after the restart', 'after the restart'];
    expect(await expectKept()).toEqual(after);
    await reader.page.reload();
    expect(await expectKept()).toEqual(after);
    await checkLogs(stack.dataDir, ['word20', 'the restart', 'in the other tab', 'eyJ']);
  });
});
