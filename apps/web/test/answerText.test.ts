import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { array, assert, asyncProperty, constantFrom, integer, string, tuple } from 'fast-check';
import type { Browser } from 'playwright-core';
import { describeInChromium } from './support/browser.ts';
import { launch, visit, type Visit } from './support/visit.ts';
import { HOSTILE, TOUR } from './support/texts.ts';

const ALLOWED = (
  'div p br hr h1 h2 h3 h4 h5 h6 blockquote ul ol li table thead tbody tr th td pre a span strong em del code ' +
  'sub sup kbd mark button svg rect path'
).split(' ');

let browser: Browser;
let here: Visit;

interface Shown {
  readonly html: string;
  readonly nodes: readonly {
    readonly tag: string;
    readonly attributes: string[];
    readonly href: string | null;
  }[];
}

/** What the page shows of a text that came in these steps; the last one is the whole. */
const shown = (steps: readonly string[]): Promise<Shown> =>
  here.page.evaluate(async (steps) => {
    const element = document.createElement('parley-answer-text') as HTMLElement & {
      text: string;
      writing: boolean;
      updateComplete: Promise<unknown>;
    };
    document.body.append(element);
    for (const [at, text] of steps.entries()) {
      element.text = text;
      element.writing = at < steps.length - 1;
      await element.updateComplete;
    }
    const prose = element.shadowRoot?.querySelector('.prose');
    const nodes = [...(prose?.querySelectorAll('*') ?? [])].map((node) => ({
      tag: node.localName,
      attributes: node.getAttributeNames(),
      href: node.getAttribute('href'),
    }));
    element.remove();
    return { html: prose?.innerHTML ?? '', nodes };
  }, steps);

describeInChromium('the text of an answer', () => {
  beforeAll(async () => {
    browser = await launch();
    here = await visit(browser);
    await here.page.goto(here.origin);
    await here.page.getByRole('heading', { name: 'Hello, Mia' }).waitFor();
  });
  afterAll(async () => {
    await here?.end();
    await browser?.close();
  });

  test('[P28] any chunking ends as the very same page as the whole text', async () => {
    const piece = constantFrom(
      ...TOUR.split(/(?<=\n\n)/),
      ...HOSTILE,
      '\n\n',
      '- a\n',
      '[x]: https://a.b\n\n',
      '[x]',
    );
    const text = array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    const cuts = array(integer({ min: 0, max: 1000 }), { maxLength: 12 });
    await assert(
      asyncProperty(tuple(text, cuts), async ([text, cuts]) => {
        const ends = cuts.toSorted((a, b) => a - b).map((cut) => Math.floor((cut * text.length) / 1000));
        const steps = [...ends.map((end) => text.slice(0, end)), text, text];
        expect((await shown(steps)).html).toBe((await shown([text])).html);
      }),
      { numRuns: 200 },
    );
  });

  test('[P42] no markup of a text runs, loads or leads anywhere but to the web', async () => {
    const requests: string[] = [];
    here.page.on('request', (request) => requests.push(request.url()));
    await here.page.evaluate(() =>
      Object.assign(window, { pwned: () => Object.assign(window, { ran: true }) }),
    );
    const piece = constantFrom(...HOSTILE, '\n', '\n\n', '> ', '- ', '*', '`', '"', "'", '<', '>');
    const text = array(
      piece.chain((known) => constantFrom(known, known, known.slice(1))),
      { maxLength: 10 },
    );
    await assert(
      asyncProperty(tuple(text, string()), async ([pieces, noise]) => {
        const { nodes } = await shown([pieces.join(noise.slice(0, 2))]);
        for (const { tag, attributes, href } of nodes) {
          expect(ALLOWED).toContain(tag);
          expect(
            attributes.filter((name) => name.startsWith('on') || name === 'style' || name === 'src'),
          ).toEqual([]);
          if (href !== null) expect(href).toMatch(/^(https?:\/\/|mailto:)/);
        }
      }),
      { numRuns: 300 },
    );
    expect(await here.page.evaluate(() => 'ran' in window)).toBe(false);
    expect(requests).toEqual([]);
    expect(here.complaints).toEqual([]);
  });

  test('[P42] what looks like markup is shown as the text it is', async () => {
    const { html } = await shown(['<script>alert(1)</script>\n\na <b onclick="x">bold</b> word']);
    const seen = html
      .replace(/<[^>]*>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"');
    expect(seen).toContain('<script>alert(1)</script>');
    expect(seen).toContain('a <b onclick="x">bold</b> word');
  });

  test('links open elsewhere and tell nothing about where they were', async () => {
    const { html } = await shown(['[a](https://example.org)']);
    expect(html).toContain('target="_blank"');
    expect(html).toContain('rel="noopener noreferrer"');
  });

  test('each block runs in the direction of its own words, and a task has a box in place of a bullet', async () => {
    const { html, nodes } = await shown(['שלום\n\nwords\n\n- [x] done']);
    expect(nodes.filter(({ attributes }) => attributes.includes('dir'))).toHaveLength(3);
    expect(html).toContain('<li><span data-task="">☑ </span>done</li>');
  });
});
