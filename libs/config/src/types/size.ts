import type { z } from 'zod';
import { textType } from './textType.ts';

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

/** A size such as `25MB` (10⁶ bytes) or `64KiB` (2¹⁰ bytes), as whole bytes. */
export function size(): z.ZodType<number, string> {
  return textType('must be a size, a number with B, KB, MB, GB, KiB, MiB or GiB', (text) => {
    const match = /^(\d{1,9}(?:\.\d{1,3})?)(B|KB|MB|GB|KiB|MiB|GiB)$/.exec(text);
    const unit = UNITS[match?.[2] ?? ''];
    if (!match || unit === undefined) return undefined;
    const bytes = Number(match[1]) * unit;
    return Number.isSafeInteger(bytes) ? bytes : undefined;
  });
}
