import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { ClientFrame, parseClientFrame, ServerFrame, type ParsedFrame } from '../src/index.ts';
import { anyOf } from './anyOf.ts';

const KNOWN = new Set(ClientFrame.options.map((option) => option.shape.type.value as string));
const TYPES = [...KNOWN].map((type) => [type] as const);
const id = '0b9d8b8e-9d4c-4d7a-9a1b-3c1f3a0f5b11';

const errorOf = (parsed: ParsedFrame) => (parsed.ok ? undefined : parsed.error.toWire());
const parse = (value: unknown): ParsedFrame => parseClientFrame(JSON.stringify(value));

describe('frames', () => {
  test.each(TYPES)('[P31] %s survives encode → decode unchanged', (type) => {
    const schema = ClientFrame.options.find((option) => option.shape.type.value === type);
    fc.assert(
      fc.property(anyOf(schema ?? ClientFrame), (frame) => {
        expect(parse(frame)).toEqual({ ok: true, frame });
      }),
    );
  });

  test('[P9] an id in upper case, wherever it stands, is refused by its field, and never read as another one', () => {
    const ids = ['id', 'sessionId', 'messageId'];
    fc.assert(
      fc.property(anyOf(ClientFrame), fc.nat(), fc.nat(), (frame, which, at) => {
        const fields = ids.filter((field) => field in frame);
        const field = fields[which % fields.length] ?? 'id';
        const sent = String(Reflect.get(frame, field));
        const from = at % sent.length;
        const upper = sent.slice(0, from) + sent.slice(from).toUpperCase();
        const parsed = parse({ ...frame, [field]: upper });
        if (upper === sent) return expect(parsed).toEqual({ ok: true, frame });
        expect(errorOf(parsed)).toMatchObject({
          category: 'validation',
          message: `${field}: must be a UUID in lower case.`,
        });
        expect(parsed).toMatchObject({ ref: field === 'id' ? undefined : frame.id });
      }),
      { numRuns: 300 },
    );
  });

  test('[P31] every frame of the server survives encode → decode unchanged', () => {
    fc.assert(
      fc.property(anyOf(ServerFrame), (frame) => {
        expect(ServerFrame.parse(JSON.parse(JSON.stringify(frame)))).toEqual(frame);
      }),
      { numRuns: 300 },
    );
  });

  test('[P32] a frame of any other type is refused as unknown, both ways', () => {
    fc.assert(
      fc.property(
        fc.string().filter((type) => !KNOWN.has(type)),
        (type) => {
          expect(errorOf(parse({ id, type }))).toMatchObject({
            category: 'validation',
            code: 'unknown_type',
          });
          expect(ServerFrame.safeParse({ type, ref: id }).success).toBe(type === 'pong');
        },
      ),
    );
  });

  test('[P9] random text never throws and is refused with a validation error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (data) => {
        expect(errorOf(parseClientFrame(data))).toMatchObject({ category: 'validation', recoverable: true });
      }),
      { numRuns: 500 },
    );
  });

  test('[P9] a field of a wrong type is refused with its name, and told under the frame’s id', () => {
    const wrong = fc.constantFrom(null, [1], {}, 'x'.repeat(40_000), Number.MAX_VALUE, -1.5);
    fc.assert(
      fc.property(anyOf(ClientFrame), wrong, fc.nat(), (frame, value, at) => {
        const fields = Object.keys(frame).filter((key) => key !== 'type' && key !== 'id');
        const field = fields[at % fields.length];
        if (field === undefined) return;
        const parsed = parse({ ...frame, [field]: value });
        if (parsed.ok) throw new Error(`accepted ${field}`);
        expect(parsed.ref).toBe(frame.id);
        expect(parsed.error.category).toBe('validation');
        expect(parsed.error.message.startsWith(field)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    [{}, 'empty', 'text'],
    [{ text: '' }, 'empty', 'text'],
    [{ text: ' \u0000\u202e ' }, 'empty', 'text'],
    [{ attachments: [] }, 'empty', 'text'],
    [{ text: 'x'.repeat(32_001) }, 'too_long', 'text'],
    [{ text: 'x', attachments: Array(11).fill(id) }, 'invalid_field', 'attachments'],
    [{ voice: 'not-a-uuid' }, 'invalid_field', 'voice'],
  ])('[P9] message.send with %j is refused as %s', (more, code, field) => {
    const wire = errorOf(parse({ type: 'message.send', id, sessionId: id, ...more }));
    expect(wire).toMatchObject({ category: 'validation', code });
    expect(wire?.message).toContain(field);
  });

  test.each([['admin.note'], ['message.edit']])(
    '[P9] %s with nothing but blanks is refused as empty',
    (type) => {
      fc.assert(
        fc.property(
          fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\u0000', '\u202e', '\u3000') }),
          (text) => {
            const wire = errorOf(parse({ type, id, sessionId: id, messageId: id, text }));
            expect(wire).toMatchObject({ category: 'validation', code: 'empty' });
            expect(wire?.message).toContain('text');
          },
        ),
      );
    },
  );

  test('[P9] a text of exactly 32,000 UTF-16 units is accepted; unknown fields are left out', () => {
    const frame = { type: 'message.send', id, sessionId: id, text: '😀'.repeat(16_000) };
    expect(parse({ ...frame, extra: 1 })).toEqual({ ok: true, frame });
  });

  test.each([['{'], ['null'], ['[]'], ['"ping"'], ['{"type":"ping"}'], ['{"id":"x","type":"ping"}']])(
    '[P9] %s is malformed',
    (data) => {
      expect(errorOf(parseClientFrame(data))).toMatchObject({ code: 'malformed' });
    },
  );
});
