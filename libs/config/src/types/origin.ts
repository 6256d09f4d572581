import type { z } from 'zod';
import { textType } from './textType.ts';

/** A web origin exactly as a browser sends it: scheme, host and port, nothing behind, no default port. */
export function origin(): z.ZodType<string, string> {
  return textType('must be an origin, http:// or https:// with host and port and nothing behind', (text) =>
    /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text ? text : undefined,
  );
}
