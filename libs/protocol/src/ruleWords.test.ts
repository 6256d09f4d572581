import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { z } from 'zod';
import { ClientFrame } from './clientFrames.ts';
import { parseClientFrame } from './parseClientFrame.ts';
import { ruleWords } from './ruleWords.ts';

/** Words of the validator. */
const JARGON = /invalid|expected|received|too (big|small)|unrecognized|NaN|undefined|\[object/iu;

const rule = (schema: z.ZodType, value: unknown): string | undefined =>
  schema.safeParse(value, { error: ruleWords }).error?.issues[0]?.message;

describe('ruleWords', () => {
  test('[P9] whatever breaks whichever rule is told in words for people', () => {
    const anySchema = fc.constantFrom<z.ZodType>(
      z.string().min(1).max(5),
      z.string().min(3),
      z.uuid(),
      z.email(),
      z.url(),
      z.iso.date(),
      z.iso.datetime(),
      z.string().regex(/^x$/),
      z.number().gt(1).lt(3),
      z.int().min(1).max(9),
      z.number().multipleOf(3),
      z.coerce.number(),
      z.bigint(),
      z.date(),
      z.boolean(),
      z.null(),
      z.literal('x'),
      z.enum(['up', 'down']),
      z.array(z.boolean()).min(2).max(3),
      z.array(z.boolean()).min(1),
      z.record(z.uuid(), z.string()),
      z.strictObject({ name: z.string().optional() }),
      z.union([z.iso.date(), z.iso.datetime()]),
      z.discriminatedUnion('type', [z.object({ type: z.literal('a') }), z.object({ type: z.literal('b') })]),
      z.tuple([z.string()]),
      z.set(z.string()),
      z.string().refine(() => false),
      z.custom(() => false),
      z.never(),
    );
    fc.assert(
      fc.property(anySchema, fc.anything(), (schema, value) => {
        const words = rule(schema, value);
        if (words === undefined) return;
        expect(words).toMatch(/^(must|is|has) /u);
        expect(words.replace(/the field .*$/su, '')).not.toMatch(JARGON);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    [z.string(), undefined, 'is required'],
    [z.string(), 1, 'must be a text'],
    [z.coerce.number(), 'x', 'must be a number'],
    [z.int(), 1.5, 'must be a whole number'],
    [z.boolean(), 'yes', 'must be true or false'],
    [z.string().min(1), '', 'must not be empty'],
    [z.string().max(2), 'abc', 'must be at most 2 characters'],
    [z.array(z.string()).max(2), ['a', 'b', 'c'], 'must be at most 2 items'],
    [z.int().min(3), 2, 'must be at least 3'],
    [z.number().gt(3), 3, 'must be more than 3'],
    [z.enum(['up', 'down']), 'left', 'must be one of up, down'],
    [z.strictObject({}), { more: 1 }, 'must not have the field more'],
  ])('[P9] %# says the rule', (schema, value, words) => {
    expect(rule(schema, value)).toBe(words);
  });

  test('[P9] a frame with a wrong field is refused in words for people', () => {
    const anyField = fc.constantFrom('force', 'afterRev', 'rating', 'active', 'attachments', 'text', 'to');
    const anyType = fc.constantFrom(...ClientFrame.options.map((option) => option.shape.type.value));
    const id = '0b9d8b8e-9d4c-4d7a-9a1b-3c1f3a0f5b11';
    fc.assert(
      fc.property(anyType, fc.dictionary(anyField, fc.jsonValue()), (type, fields) => {
        const base = { id, type, sessionId: id, messageId: id };
        const parsed = parseClientFrame(JSON.stringify({ ...base, ...fields }));
        if (parsed.ok) return;
        expect(parsed.error.message).toMatch(/^\w+(\.\w+)*: (must|is|has) .*\.$/su);
        expect(parsed.error.message).not.toMatch(JARGON);
      }),
      { numRuns: 500 },
    );
  });
});
