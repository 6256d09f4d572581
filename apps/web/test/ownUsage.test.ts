import { expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { come, describeChat, here } from './support/chat.ts';
import { soon } from './support/soon.ts';
import { usageOf } from './support/usageOf.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const dialog = (): Locator => here.page.getByRole('dialog', { name: 'Usage' });
const openUsage = async (): Promise<void> => {
  await here.page.goto(`${here.origin}/sessions`);
  await here.page.getByRole('button', { name: 'Account of Mia' }).click();
  await here.page.getByRole('menuitem', { name: 'Usage' }).click();
  await dialog().waitFor();
};

describeChat('what the reader used', () => {
  test('[P62] shows today’s tokens against the quota, the last days, and each model', async () => {
    await come({ locale: 'en-GB' });
    here.backend.sessions.usage = usageOf([1000, 0, 3000, 2000], 8000);
    await openUsage();
    await dialog().getByText('2,000 of 8,000 tokens today').waitFor();
    const quota = dialog().getByRole('meter', { name: 'Of today’s quota' });
    expect(await quota.evaluate((meter: HTMLMeterElement) => meter.value / meter.max)).toBe(0.25);
    await dialog()
      .getByText(/There is a new quota at \d+:00/)
      .waitFor();
    await dialog()
      .getByRole('img', { name: /^Tokens by the day, at most 3,000 on \d+ \w+$/ })
      .waitFor();
    expect(await dialog().locator('rect').count()).toBe(3);
    const rows = await dialog().getByRole('row').allInnerTexts();
    expect(rows.map((row) => row.split(/\s+/).filter(Boolean))).toEqual([
      ['Model', 'Calls', 'Tokens'],
      ['quick', '5', '4,200'],
      ['clever', '2', '1,800'],
    ]);
    expect(here.backend.sessions.asked.at(-1)?.path).toBe('/api/me/usage?days=30');
    await here.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });

  test('[P62] says that the quota is used up and when there is a new one', async () => {
    await come();
    here.backend.sessions.usage = usageOf([5001], 5000);
    await openUsage();
    await dialog().getByText('Today’s quota is used up. There is a new one at').waitFor();
  });

  test('says that nothing was used, and has no quota where there is none', async () => {
    await come();
    await openUsage();
    await dialog().getByText('Nothing was used in this time.').waitFor();
    expect(await dialog().getByRole('meter').count()).toBe(0);
    expect(await dialog().getByRole('table').count()).toBe(0);
  });

  test('what can’t be read says so, and is read when asked again', async () => {
    await come();
    await here.page.goto(`${here.origin}/sessions`);
    await here.page.getByRole('button', { name: 'Account of Mia' }).click();
    here.backend.sessions.failing = 503;
    await here.page.getByRole('menuitem', { name: 'Usage' }).click();
    const again = dialog().getByRole('button', { name: 'Try again' });
    await again.waitFor();
    here.backend.sessions.failing = 0;
    await again.click();
    await dialog().getByText('tokens today').waitFor();
    expect(here.complaints.splice(0).filter((words) => !words.includes('503'))).toEqual([]);
  });

  test('on a phone nothing is wider than the screen, and all that is pressed is 44 px', async () => {
    await come(PHONE);
    const many = Array.from({ length: 30 }, (_, at) => (at + 1) * 1e12);
    here.backend.sessions.usage = usageOf(many, 1e15);
    await openUsage();
    await dialog().getByRole('table').waitFor();
    await soon('it lies within the screen', async () => {
      const at = await dialog().boundingBox();
      expect(Math.round((at?.x ?? 0) + (at?.width ?? 0))).toBeLessThanOrEqual(390);
    });
    expect(await dialog().evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(0);
    const close = await dialog().getByRole('button', { name: 'Close' }).boundingBox();
    expect(close?.height).toBeGreaterThanOrEqual(40);
  });
});
