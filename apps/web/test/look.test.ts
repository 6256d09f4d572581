import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInChromium } from './support/browser.ts';
import { launch, visit, type Visit } from './support/visit.ts';
import { TOUR } from './support/texts.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
let browser: Browser;

/** A conversation with everything in it. */
async function conversation(options: Parameters<typeof visit>[1]): Promise<Visit> {
  const here = await visit(browser, options);
  const { conversation } = here.backend;
  here.backend.models.push({ id: 'quick', label: 'Quick', provider: 'openai', vision: false, voice: false });
  conversation.add({ text: `What can you do? ${'long'.repeat(60)}` });
  conversation.add({ sender: 'assistant', model: 'demo', text: `${TOUR}\n\n\`${'wide'.repeat(60)}\`` });
  conversation.add({ sender: 'admin', senderName: 'Anna', text: 'Hello' });
  conversation.add({ text: 'Go on' });
  conversation.add({ sender: 'assistant', model: 'demo', text: 'Half an', status: 'interrupted' });
  await here.page.goto(here.origin);
  await here.page.getByText('That is all.').waitFor();
  return here;
}

/** Contrast ratios (WCAG 2) of pairs of tokens, as the browser itself makes them into colours. */
const contrasts = (page: Page, pairs: readonly (readonly [string, string])[]): Promise<number[]> =>
  page.evaluate((pairs) => {
    const paint = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const probe = document.body.appendChild(document.createElement('i'));
    const luminance = (token: string): number => {
      probe.style.color = `var(--${token})`;
      if (!paint) return 0;
      paint.fillStyle = getComputedStyle(probe).color;
      paint.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0] = [...paint.getImageData(0, 0, 1, 1).data].map((byte) => {
        const part = byte / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    return pairs.map(([ink, paper]) => {
      const [low = 0, high = 0] = [luminance(ink), luminance(paper)].toSorted((a, b) => a - b);
      return (high + 0.05) / (low + 0.05);
    });
  }, pairs);

const PAPERS = ['surface-0', 'surface-1', 'surface-2', 'surface-float'];
const TEXTS = [
  ...['text', 'text-soft', 'accent', 'danger', 'human'].flatMap((ink) =>
    PAPERS.map((paper) => [ink, paper] as const),
  ),
  ['on-accent', 'accent'] as const,
  ['on-accent', 'accent-strong'] as const,
  ['human', 'human-surface'] as const,
  ['human-surface', 'human'] as const,
  ['danger', 'danger-surface'] as const,
  ['text', 'human-surface'] as const,
  ['text', 'found'] as const,
  ['surface-0', 'text'] as const,
];

describeInChromium('how the page looks', () => {
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test.each(['light', 'dark'] as const)(
    '%s: texts have a contrast of 4.5:1, edges that matter 3:1',
    async (colorScheme) => {
      const here = await visit(browser, { colorScheme });
      await here.page.goto(here.origin);
      const ratios = await contrasts(here.page, TEXTS);
      const weak = TEXTS.map(([ink, paper], at) => `${ink} on ${paper}: ${ratios[at]?.toFixed(2)}`);
      expect(weak.filter((_, at) => (ratios[at] ?? 0) < 4.5)).toEqual([]);
      const [edge = 0, focus = 0] = await contrasts(here.page, [
        ['edge', 'surface-0'],
        ['accent', 'surface-0'],
      ]);
      expect(Math.min(edge, focus)).toBeGreaterThanOrEqual(3);
      await here.end();
    },
  );

  test('a stored palette wins over the device’s, from the first paint on', async () => {
    const here = await visit(browser, { colorScheme: 'light' });
    await here.page.goto(here.origin);
    const paper = (): Promise<string> =>
      here.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    const button = here.page.getByRole('button', { name: /^Colours/ });
    await button.click();
    await button.click();
    expect(await button.getAttribute('aria-label')).toBe('Colours: dark');
    expect(await paper()).not.toBe(light);
    await here.page.reload({ waitUntil: 'commit' });
    await here.page.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark');
    await here.end();
  });

  test.each([
    ['a phone', PHONE],
    ['a desktop', { viewport: { width: 1440, height: 900 } }],
  ] as const)('on %s nothing is wider than the screen', async (_name, options) => {
    const here = await conversation(options);
    const widths = await here.page.evaluate(() => {
      const over: string[] = [];
      const look = (root: Document | ShadowRoot): void => {
        for (const element of root.querySelectorAll<HTMLElement>('*')) {
          const scrolls = element.closest('pre, .table, [data-formula=block], .unseen, [popover]');
          if (!scrolls && element.getBoundingClientRect().right > innerWidth + 1)
            over.push(element.outerHTML.slice(0, 80));
          if (element.shadowRoot) look(element.shadowRoot);
        }
      };
      look(document);
      return over;
    });
    expect(widths).toEqual([]);
    await here.end();
  });

  test.each([
    ['a phone', PHONE],
    ['a desktop', { viewport: { width: 1280, height: 800 } }],
  ] as const)(
    'on %s the list keeps to its width, however long a name or a passage',
    async (_name, options) => {
      const here = await visit(browser, options);
      const { sessions } = here.backend;
      const { id } = sessions.add('long'.repeat(15), 1, { adminAssisted: true });
      const passage = 'wide'.repeat(60);
      sessions.matches.set(id, { messageId: id, seq: 1, passage, ranges: [[0, 4]] });
      await here.page.goto(`${here.origin}/sessions`);
      await here.page.locator('.row').waitFor();
      const over = (): Promise<number> =>
        here.page.locator('.rows').evaluate((rows) => rows.scrollWidth - rows.clientWidth);
      expect(await over()).toBe(0);
      await here.page.getByRole('searchbox').fill('wide');
      await here.page.locator('mark').waitFor();
      expect(await over()).toBe(0);
      await here.end();
    },
  );

  test('on a phone everything that is pressed is at least 44 px', async () => {
    const here = await conversation(PHONE);
    for (const button of await here.page.getByRole('button').all()) {
      const box = await button.boundingBox();
      const least = Math.round(Math.min(box?.width ?? 44, box?.height ?? 44));
      const name = await button.getAttribute('aria-label');
      expect({ name, least }).toEqual({ name, least: Math.max(44, least) });
    }
    await here.end();
  });

  test('everything that can be used has a name, and messages say who said them', async () => {
    const here = await conversation({});
    await here.page.getByRole('button', { name: 'Account of Mia' }).waitFor();
    for (const role of ['button', 'textbox', 'searchbox', 'link'] as const) {
      const all = await here.page.getByRole(role).count();
      expect(all).toBeGreaterThan(0);
      expect(await here.page.getByRole(role, { name: /\S/ }).count()).toBe(all);
    }
    const said = await here.page
      .getByRole('article')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    expect(said).toEqual(['You said', 'Parley said', 'Anna said', 'You said', 'Parley said']);
    await here.page.getByRole('log', { name: 'Conversation' }).waitFor();
    await here.end();
  });

  test('nothing moves when people ask for less motion', async () => {
    const here = await conversation({ reducedMotion: 'reduce' });
    here.backend.conversation.said(crypto.randomUUID(), 'hm');
    await here.page.locator('.dots').waitFor();
    const moving = await here.page.evaluate(
      () =>
        document
          .getAnimations()
          .filter((animation) => Number(animation.effect?.getComputedTiming().activeDuration) > 0).length,
    );
    expect(moving).toBe(0);
    await here.end();
  });
});
