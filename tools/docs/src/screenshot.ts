/** Takes the pictures of the README from the running product: `npm run screenshot`, with Chromium installed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startParley } from '@parley/dev';
import { chromium, type Browser } from 'playwright-core';

const PAGE = { width: 1200, height: 1060 };
/** What was talked about, the last one to be seen. */
const QUESTIONS = [
  'Names for a grey cat',
  'A week in Lisbon in spring',
  'Tea or coffee in the morning?',
  'Show me what you can do',
];

/** Signs in, asks, waits for the whole of each answer, and takes the picture. */
async function take(browser: Browser, url: string, colorScheme: 'light' | 'dark'): Promise<void> {
  const context = await browser.newContext({ viewport: PAGE, deviceScaleFactor: 2, colorScheme });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('textbox').fill('Anna');
  await page.getByRole('button', { name: 'Start chatting' }).click();
  for (const question of QUESTIONS) {
    if (question !== QUESTIONS[0]) await page.getByRole('button', { name: 'New chat', exact: true }).click();
    await page.getByRole('heading', { name: 'Hello, Anna' }).waitFor();
    await page.getByRole('textbox', { name: 'Message', exact: true }).fill(question);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('article.answer[data-status=complete]').waitFor();
    await page.getByRole('link', { name: question }).getByText('2 messages').waitFor();
  }
  await page.getByRole('button', { name: 'Stop the answer' }).waitFor({ state: 'detached' });
  await page.mouse.move(PAGE.width / 2, PAGE.height / 2);
  await page.screenshot({ path: `docs/images/chat-${colorScheme}.png`, animations: 'disabled' });
  await context.close();
}

const dataDir = await mkdtemp(join(tmpdir(), 'parley-screenshot-'));
const parley = await startParley({ dataDir });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  for (const scheme of ['light', 'dark'] as const) await take(browser, parley.url, scheme);
} finally {
  await browser.close();
  await parley.stop();
  await rm(dataDir, { recursive: true, force: true });
}
