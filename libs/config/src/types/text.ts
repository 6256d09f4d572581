import type { z } from 'zod';
import { textType } from './textType.ts';

/** Any text of `min` to `max` UTF-8 bytes. */
export function text(min = 1, max = 10_000): z.ZodType<string, string> {
  return textType(`must have ${min} to ${max} bytes`, (value) => {
    const bytes = Buffer.byteLength(value);
    return bytes >= min && bytes <= max ? value : undefined;
  });
}
