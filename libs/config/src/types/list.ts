import { z } from 'zod';

const MOST = 100;

/** A list with commas between its 1 to 100 elements, each of the given type; blanks around them don't count. */
export function list<T>(element: z.ZodType<T, string>): z.ZodType<readonly T[], string> {
  return z.string().transform((text, context) => {
    const parts = text.split(',').map((part) => part.trim());
    if (parts.length > MOST) {
      context.addIssue({ code: 'custom', message: `must have at most ${MOST} elements` });
      return z.NEVER;
    }
    const results = parts.map((part) => element.safeParse(part));
    const wrong = results.findIndex((result) => !result.success);
    if (wrong >= 0) {
      const rule = results[wrong]?.error?.issues[0]?.message ?? 'is wrong';
      context.addIssue({
        code: 'custom',
        message: `must be a list with commas; its element ${wrong + 1} ${rule}`,
      });
      return z.NEVER;
    }
    return Object.freeze(results.flatMap((result) => (result.success ? [result.data] : [])));
  });
}
