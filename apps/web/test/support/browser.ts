import { existsSync } from 'node:fs';
import { describe } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { FakeBackend } from './fakeBackend.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** `describe` in a real browser; where there is none it says so and leaves the tests out, but never in CI. */
export function describeInChromium(what: string, tests: () => void): void {
  if (existsSync(CHROMIUM) || process.env['CI']) describe(what, tests);
  else describe.skip(`${what} (left out: there is no Chromium at ${CHROMIUM})`, tests);
}

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });

export interface Visit {
  readonly page: Page;
  readonly backend: FakeBackend;
  readonly origin: string;
  /** What the browser complained about: errors, and what the content policy kept from running. */
  readonly complaints: string[];
  end(): Promise<void>;
}

/** A fresh browser profile before a backend of its own, whose reader is called Mia unless `name` says otherwise. */
export async function visit(
  browser: Browser,
  options: BrowserContextOptions & { readonly name?: string | null } = {},
): Promise<Visit> {
  const { name = 'Mia', ...context } = options;
  const backend = new FakeBackend();
  const origin = await backend.start();
  const profile = await browser.newContext({ viewport: { width: 1000, height: 700 }, ...context });
  const page = await profile.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('WebSocket')) complaints.push(message.text());
  });
  if (name !== null) {
    await page.addInitScript(
      (account) => localStorage.setItem('parley.account', account),
      JSON.stringify({ userId: 'u', name }),
    );
  }
  return {
    page,
    backend,
    origin,
    complaints,
    async end() {
      await profile.close();
      await backend.stop();
    },
  };
}
