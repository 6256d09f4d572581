import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Session } from '@parley/protocol';
import type { Browser, Locator } from 'playwright-core';
import { describeInChromium } from './browser.ts';
import { launch, visit, type Visit, type VisitOptions } from './visit.ts';

let browser: Browser;
/** The console and its backend, anew for each test that comes. */
export let here: Visit;
const visits: Visit[] = [];

/** Somebody comes to a page of a backend, that of the console unless another is given. */
export async function arrive(options: VisitOptions = {}): Promise<Visit> {
  const visitor = await visit(browser, options);
  visits.push(visitor);
  return visitor;
}

/** Opens the console on these sessions of the fleet. */
export async function openConsole(
  sessions: readonly Session[] = [],
  options: VisitOptions & { readonly path?: string } = {},
): Promise<void> {
  const { path = '/admin', ...rest } = options;
  here = await arrive({ viewport: { width: 1440, height: 900 }, ...rest });
  for (const session of sessions) here.backend.admin.sessions.set(session.id, session);
  await here.page.goto(`${here.origin}${path}`);
  await here.page.getByText('Live', { exact: true }).waitFor();
}

export const button = (name: string): Locator => here.page.getByRole('button', { name, exact: true });
/** The names of the rows, from top to bottom. */
export const rows = (): Promise<string[]> => here.page.locator('.row .name').allInnerTexts();

/** Tests of the console in Chromium; each ends with pages that have nothing to complain of. */
export const describeConsole = (what: string, tests: () => void): void =>
  describeInChromium(what, () => {
    beforeAll(async () => {
      browser = await launch();
    });
    afterAll(() => browser?.close());
    afterEach(async () => {
      const all = visits.splice(0);
      // Those that came to another's backend leave first.
      for (const visitor of all.toReversed()) await visitor.end();
      // A refusal is what some tests look for; the browser tells it as an error.
      const complaints = all.flatMap((visitor) => visitor.complaints);
      expect(complaints.filter((words) => !/status of 40[034]|ERR_/.test(words))).toEqual([]);
    });
    tests();
  });
