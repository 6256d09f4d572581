import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launch, visit, type Visit, type VisitOptions } from './visit.ts';

/** One picture: what is there, and what its reader does. */
export interface Shot {
  readonly name: string;
  readonly options?: VisitOptions;
  readonly prepare: (here: Visit) => Promise<void>;
}

const DEVICES = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  desktop: { viewport: { width: 1440, height: 900 } },
} as const;

async function takeOne(
  browser: Browser,
  folder: string,
  shot: Shot,
  device: keyof typeof DEVICES,
  scheme: 'light' | 'dark',
) {
  const here = await visit(browser, {
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    ...DEVICES[device],
    ...shot.options,
  });
  try {
    await shot.prepare(here);
    await here.page.screenshot({ path: join(folder, `${shot.name}.${device}.${scheme}.png`) });
    for (const complaint of here.complaints) process.stderr.write(`${shot.name}: ${complaint}\n`);
  } finally {
    await here.end();
  }
}

/** Takes each picture on a phone and a desktop, light and dark, as `NAME.DEVICE.SCHEME.png`. */
export async function takeShots(folder: string, shots: readonly Shot[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const browser = await launch();
  try {
    for (const shot of shots)
      for (const device of ['phone', 'desktop'] as const)
        for (const scheme of ['light', 'dark'] as const) await takeOne(browser, folder, shot, device, scheme);
  } finally {
    await browser.close();
  }
}
