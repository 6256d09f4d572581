import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import { chromium, type Browser, type Locator } from 'playwright-core';
import { CHROMIUM, describeInChromium } from './support/describeInChromium.ts';
import { Reader } from './support/Reader.ts';
import { startStack, type Stack } from './support/startStack.ts';

let stack: Stack;
let browser: Browser;
let reader: Reader;

const row = (name: string): Locator => reader.page.getByRole('listitem').filter({ hasText: name });
const names = (): Promise<string[]> => reader.page.locator('.row .name').allTextContents();

/** Exactly these are listed or found, in this order. */
async function lists(expected: readonly string[]): Promise<void> {
  await eventually(`the list is ${expected.join(', ')}`, async () => {
    expect(await names()).toEqual(expected);
    return true;
  });
}

/** Something is said and answered, in a new conversation unless it is the first. */
async function talk(said: string): Promise<string> {
  if ((await reader.shown()).length > 0) {
    await reader.page.getByRole('button', { name: 'New chat', exact: true }).click();
    await reader.page.getByRole('heading', { name: /^Hello/ }).waitFor();
  }
  await reader.say(said);
  await eventually('it is answered', async () => {
    const { text, status } = await reader.lastAnswer();
    return status === 'complete' && `/echo ${text}` === said;
  });
  return reader.sessionId;
}

async function choose(name: string, item: string): Promise<void> {
  await row(name).hover();
  await reader.page.getByRole('button', { name: `More about ${name}` }).click();
  await reader.page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** What a file holds that the row's menu saves. */
async function exported(name: string, item: string): Promise<{ name: string; text: string }> {
  const download = reader.page.waitForEvent('download');
  await choose(name, item);
  const file = await download;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

describeInChromium('a person and what they said before', () => {
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

  test('[E7] finds a conversation among all, reads it, names it, takes it along, and deletes it', async () => {
    reader = await Reader.come(browser, stack.url);
    const roses = await talk('/echo Roses need six hours of sun');
    await talk('/echo Tulips like a cold winter');
    await talk('/echo Weeds need nothing at all');
    const { page } = reader;

    await page.goto(`${stack.url}/sessions`);
    await page.getByRole('heading', { name: 'Conversations' }).waitFor();
    const [weedsName, tulipsName, rosesName] = [
      '/echo Weeds need nothing at all',
      '/echo Tulips like a cold winter',
      '/echo Roses need six hours of sun',
    ];
    await lists([weedsName, tulipsName, rosesName]);
    expect(await row(rosesName).innerText()).toContain('2 messages');

    const search = page.getByRole('searchbox', { name: 'Search your conversations' });
    await search.fill('sun SIX');
    await lists([rosesName]);
    expect(new Set(await page.locator('mark').allTextContents())).toEqual(new Set(['six', 'sun']));
    await row(rosesName).getByRole('link').click();
    await page.locator('article.answer[data-status=complete]').waitFor();
    expect(reader.sessionId).toBe(roses);
    expect(await reader.shown()).toEqual([rosesName, 'Roses need six hours of sun']);

    // Another tab shows the new name without being asked.
    const other = await reader.tab();
    await other.getByRole('heading', { name: rosesName }).waitFor();
    await page.getByRole('heading', { name: rosesName }).getByRole('button').click();
    await page.getByRole('textbox', { name: 'Name of the conversation' }).fill('In the garden');
    await page.keyboard.press('Enter');
    await other.getByRole('heading', { name: 'In the garden' }).waitFor();
    await page.goto(`${stack.url}/sessions`);
    // It was opened last.
    await lists(['In the garden', weedsName, tulipsName]);

    const markdown = await exported('In the garden', 'Export as Markdown');
    expect(markdown.name).toMatch(/^In the garden.*\.md$/);
    expect(markdown.text).toMatch(/^# In the garden\n/);
    expect(markdown.text).toContain('Roses need six hours of sun');
    const json = await exported('In the garden', 'Export as JSON');
    const account = await reader.account();
    const { messages } = JSON.parse(json.text) as { messages: unknown[] };
    expect(messages).toEqual(await account.messages(roses));

    await choose('In the garden', 'Delete');
    await lists([weedsName, tulipsName]);
    await eventually(
      'it is deleted',
      async () => (await account.get(`/api/sessions/${roses}`)).status === 404,
      {
        timeoutMs: 15_000,
      },
    );
    await other.getByRole('heading', { name: 'This conversation can’t be opened' }).waitFor();
    await page.reload();
    await lists([weedsName, tulipsName]);
    await search.fill('sun six');
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
    expect((await account.get(`/api/sessions/${roses}/export`)).status).toBe(404);
  });
});
