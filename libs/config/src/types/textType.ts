import { z } from 'zod';

/**
 * A zod type that reads a value written as text.
 *
 * @param rule what the text must be, as it follows the key in an error: "must be ..."
 * @param read the value, or undefined when the text breaks the rule
 */
export function textType<T>(rule: string, read: (text: string) => T | undefined): z.ZodType<T, string> {
  return z.string().transform((text, context) => {
    const value = read(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: rule });
    return z.NEVER;
  });
}
