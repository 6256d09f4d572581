import { expect } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { here } from './chat.ts';
import { soon } from './soon.ts';

/** The names of the conversations, from top to bottom. */
export const names = (): Promise<string[]> => here.page.locator('.row .name').allTextContents();
/** The row of a conversation. */
export const row = (name: string): Locator => here.page.getByRole('listitem').filter({ hasText: name });

/** What the server was asked for by this method. */
export const asked = (method: string): string[] =>
  here.backend.sessions.asked.filter((one) => one.method === method).map(({ path }) => path);

/** Chooses an item of a row’s menu. */
export const menu = async (name: string, item: string): Promise<void> => {
  await row(name).hover();
  await here.page.getByRole('button', { name: `More about ${name}` }).click();
  await here.page.getByRole('menuitem', { name: item }).click();
};

/** Opens the page of all conversations. */
export const openList = async (): Promise<void> => {
  await here.page.goto(`${here.origin}/sessions`);
  await here.page.getByRole('heading', { name: 'Conversations' }).waitFor();
};

/** Waits until the list is this. */
export const shows = (expected: readonly string[]): Promise<true> =>
  soon(`the list is ${expected.join(', ')}`, async () => expect(await names()).toEqual(expected));
