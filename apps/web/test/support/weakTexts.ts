import type { Page } from 'playwright-core';

/** A text that can hardly be read: which, in what colours, and its contrast (WCAG 2). */
export interface WeakText {
  readonly text: string;
  readonly where: string;
  readonly ratio: number;
}

/** Every text that is shown whose contrast is below 4.5:1, or 3:1 where it is large, as it is seen: opacity and all. */
export const weakTexts = (page: Page): Promise<WeakText[]> =>
  page.evaluate(() => {
    type Colour = readonly [number, number, number, number];
    const WHITE: Colour = [255, 255, 255, 1];
    const paint = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const read = (css: string): Colour => {
      if (!paint) return [0, 0, 0, 0];
      paint.clearRect(0, 0, 1, 1);
      paint.fillStyle = css;
      paint.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = paint.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    };
    const over = ([r, g, b, a]: Colour, [r2, g2, b2]: Colour): Colour => {
      const mix = (top: number, under: number): number => top * a + under * (1 - a);
      return [mix(r, r2), mix(g, g2), mix(b, b2), 1];
    };
    const luminance = ([r, g, b]: Colour): number => {
      const part = (byte: number): number =>
        byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4;
      return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    };
    const ratioOf = (a: Colour, b: Colour): number => {
      const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
      return (high + 0.05) / (low + 0.05);
    };
    /** The element that this one is drawn in. */
    const around = (element: Element): Element | null => {
      if (element.assignedSlot) return element.assignedSlot;
      const root = element.getRootNode();
      return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
    };
    const chainOf = (element: Element): Element[] => {
      const chain = [element];
      for (let next = around(element); next; next = around(next)) chain.push(next);
      return chain;
    };
    /** The ink and the paper of an element's text, as they come to the eye; undefined: it doesn't. */
    const seen = (element: Element): readonly [Colour, Colour] | undefined => {
      const chain = chainOf(element);
      // What is on top of everything is no part of what it stands in.
      const top = chain.findIndex((one) => one.matches('dialog, [popover]'));
      const opacities = chain.map((one, at) =>
        top >= 0 && at > top ? 1 : Number(getComputedStyle(one).opacity),
      );
      // It waits for the pointer.
      if (opacities.includes(0)) return undefined;
      const papers = chain.map(() => WHITE);
      for (let at = chain.length - 1; at >= 0; at--) {
        const under = papers[at + 1] ?? WHITE;
        papers[at] = over(read(getComputedStyle(chain[at] ?? element).backgroundColor), under);
      }
      let [paper = WHITE] = papers;
      let ink = over(read(getComputedStyle(element).color), paper);
      for (const [at, opacity] of opacities.entries()) {
        const behind = papers[at + 1] ?? WHITE;
        const faded = ([r, g, b]: Colour): Colour => over([r, g, b, opacity], behind);
        [ink, paper] = [faded(ink), faded(paper)];
      }
      return [ink, paper];
    };
    const found: WeakText[] = [];
    const look = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot) look(element.shadowRoot);
        const own = [...element.childNodes].filter((node) => node instanceof Text).map((node) => node.data);
        const text = own.join('').trim();
        const isHidden = chainOf(element).some((one) => one.matches('.unseen, [aria-hidden=true], option'));
        const isOff = element.closest(':disabled') !== null;
        if (!text || isHidden || isOff || !element.checkVisibility({ checkVisibilityCSS: true })) continue;
        const { fontSize, fontWeight } = getComputedStyle(element);
        const isLarge = parseFloat(fontSize) >= (Number(fontWeight) >= 700 ? 18.66 : 24);
        const colours = seen(element);
        if (!colours) continue;
        const ratio = Math.round(ratioOf(...colours) * 100) / 100;
        if (ratio < (isLarge ? 3 : 4.5))
          found.push({ text: text.slice(0, 40), where: `${element.tagName}.${element.className}`, ratio });
      }
    };
    // What is on its way is measured where it comes to.
    for (const one of document.getAnimations()) {
      if (one.effect?.getComputedTiming().endTime === Infinity) one.cancel();
      else one.finish();
    }
    look(document);
    return found;
  });
