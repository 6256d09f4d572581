import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Reader } from './Reader.ts';

/**
 * Looks at the last answer all the time until it is complete.
 * @returns every text that was seen, the last one being the whole
 * @throws Error when it ends otherwise
 */
export async function watchAnswer(reader: Reader, page: Page = reader.page): Promise<string[]> {
  const seen: string[] = [];
  for (;;) {
    const { text, status } = await reader.lastAnswer(page);
    if (seen.at(-1) !== text) seen.push(text);
    if (status === 'complete') return seen;
    if (status !== 'streaming') throw new Error(`it ended as ${status}: ${text}`);
    await delay(20);
  }
}
