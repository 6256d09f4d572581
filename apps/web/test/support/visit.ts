import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { FakeBackend } from './fakeBackend.ts';

export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

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

export interface VisitOptions extends BrowserContextOptions {
  /** The reader's; `null`: nobody has said one. */
  readonly name?: string | null;
  /** Who the reader of the console is; `null`: nobody has signed in. */
  readonly admin?: { readonly userId: string; readonly name: string; readonly roles: string[] } | null;
  /** The backend of another visit. */
  readonly backend?: FakeBackend;
}

export const ANNA = { userId: 'anna', name: 'Anna', roles: ['user', 'admin'] };

/** A fresh browser profile before a backend of its own, whose reader is called Mia and whose admin Anna. */
export async function visit(browser: Browser, options: VisitOptions = {}): Promise<Visit> {
  const { name = 'Mia', admin = ANNA, backend = new FakeBackend(), ...context } = options;
  const origin = await backend.start();
  const profile = await browser.newContext({ viewport: { width: 1000, height: 700 }, ...context });
  const page = await profile.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('WebSocket')) complaints.push(message.text());
  });
  const keep = (key: string, value: unknown): Promise<unknown> =>
    page.addInitScript(([key, value]) => localStorage.setItem(key, value), [
      key,
      JSON.stringify(value),
    ] as const);
  if (name !== null) await keep('parley.account', { userId: 'u', name });
  if (admin !== null) await keep('parley.admin', admin);
  return {
    page,
    backend,
    origin,
    complaints,
    async end() {
      await profile.close();
      if (options.backend === undefined) await backend.stop();
    },
  };
}
