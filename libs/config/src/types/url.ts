import type { z } from 'zod';
import { textType } from './textType.ts';

/** An absolute URL of one of some schemes (`http` and `https` unless told), as it was written. */
export function url(...schemes: readonly string[]): z.ZodType<string, string> {
  const allowed = schemes.length > 0 ? schemes : ['http', 'https'];
  const rule = `must be a URL that begins with ${allowed.map((scheme) => `${scheme}://`).join(' or ')}`;
  return textType(rule, (text) => {
    const scheme = allowed.find((candidate) => text.startsWith(`${candidate}://`));
    // A database's URL may name several hosts with commas, which URL refuses.
    const rest = scheme === undefined ? '' : text.slice(scheme.length + 3);
    return rest !== '' && !/[\s/]/.test(rest[0] ?? '') && !/\s/.test(rest) ? text : undefined;
  });
}
