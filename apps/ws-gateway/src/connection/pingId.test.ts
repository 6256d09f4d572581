import { describe, expect, test } from '@jest/globals';
import { parseClientFrame } from '@parley/protocol';
import * as fc from 'fast-check';
import { pingId } from './pingId.ts';

describe('pingId', () => {
  test('[P9] finds the id of every ping in its usual notation', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(pingId(JSON.stringify({ type: 'ping', id }))).toBe(id);
        expect(pingId(JSON.stringify({ id, type: 'ping' }))).toBe(id);
      }),
    );
  });

  test('[P9] takes nothing for a ping that the schema would not', () => {
    const id = fc.oneof(
      fc.uuid(),
      fc.uuid().map((id) => id.toUpperCase()),
      fc.stringMatching(/^[0-9a-fg]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
    );
    const almost = fc
      .tuple(id, fc.constantFrom('ping', 'pong', 'Ping', 'typing'), fc.nat(80), fc.string({ maxLength: 2 }))
      .map(([id, type, at, junk]) => {
        const text = JSON.stringify({ type, id });
        return text.slice(0, at) + junk + text.slice(at + (junk.length % 2));
      });
    fc.assert(
      fc.property(
        fc.oneof(
          almost,
          id.map((id) => JSON.stringify({ type: 'ping', id })),
        ),
        (text) => {
          const found = pingId(text);
          if (found === undefined) return;
          expect(parseClientFrame(text)).toEqual({ ok: true, frame: { type: 'ping', id: found } });
        },
      ),
      { numRuns: 2000 },
    );
  });
});
