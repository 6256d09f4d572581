/** Takes the pictures of the README from the running product: `npm run screenshot`, with Chromium installed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startParley } from '@parley/dev';
import { chromium, type Browser } from 'playwright-core';

const PAGE = { width: 1200, height: 1060 };

/** Signs in, asks, waits for the whole answer, and takes the picture. */
async function take(browser: Browser, url: string, colorScheme: 'light' | 'dark'): Promise<void> {
  const context = await browser.newContext({ viewport: PAGE, deviceScaleFactor: 2, colorScheme });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('textbox').fill('Anna');
  await page.getByRole('button', { name: 'Start chatting' }).click();
  const composer = page.getByRole('textbox', { name: 'Message' });
  await composer.fill('Show me what you can do');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('blockquote').waitFor();
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
