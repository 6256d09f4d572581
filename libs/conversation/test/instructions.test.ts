import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  conversationTo,
  estimateTokens,
  guidanceWithin,
  instructions,
  sayAsAdmin,
  sendMessage,
  toContext,
} from '../src/index.ts';
import { SESSION, USER } from './model.ts';
import { ADA, fresh, take } from './people.ts';

describe('what the model is told', () => {
  test('[P27][P54] holds what people said, as said by them', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (name, text) => {
        const held = take(fresh(), { id: 'ada', name, roles: ['admin'] }).session;
        const said = sayAsAdmin(
          held,
          { type: 'message.send', id: crypto.randomUUID(), sessionId: SESSION, text },
          ADA,
          1,
        );
        const asked = sendMessage(
          said.session,
          { type: 'message.send', id: crypto.randomUUID(), sessionId: SESSION, text: 'And?' },
          USER,
          2,
        );
        const entries = [...said.entries, ...asked.entries].map((entry) => ({
          ...entry,
          text: entry.text || 'x',
        }));
        const read = conversationTo(entries, asked.entries[0]?.id ?? '').map(toContext);
        expect(read.map(({ role }) => role)).toEqual(['assistant', 'user']);
        expect(read[0]?.text).toMatch(/^\[[^\]\n]*, a person of the team\] /u);
        expect(read[0]?.text.endsWith(entries[0]?.text ?? '')).toBe(true);
      }),
    );
  });

  test('[P54] holds guidance that nothing in it breaks out of, and nothing of the user’s', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (guidance) => {
        const prompt = instructions(['You are kind.'], { called: false, people: false, guidance }) ?? '';
        const lines = prompt.split('\n').slice(-guidance.length);
        expect(lines.map((line): unknown => JSON.parse(line))).toEqual(guidance);
        expect(prompt.startsWith('You are kind.\n\n')).toBe(true);
      }),
    );
    expect(instructions([undefined], { called: false, people: false, guidance: [] })).toBeUndefined();
    expect(instructions([''], { called: true, people: true, guidance: [] })).toContain('was called');
  });

  test('[P27] holds what was said before as one line, which nothing in it breaks out of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (summary, files) => {
        const under = { called: false, people: false, guidance: [], files, summary };
        const prompt = instructions(['First.', 'Second.'], under) ?? '';
        const lines = prompt.split(/[\n\r\u0085\u2028\u2029]/u);
        expect(JSON.parse(lines.at(-1) ?? '')).toBe(summary);
        expect(lines).toHaveLength(files ? 8 : 6);
        expect(lines.slice(0, 3)).toEqual(['First.', '', 'Second.']);
      }),
    );
  });

  test('[P27] holds the newest guidance that fits', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 40 })), fc.nat(100), (guidance, room) => {
        const chosen = guidanceWithin(guidance, room);
        expect(chosen).toEqual(guidance.slice(guidance.length - chosen.length));
        const tokens = (texts: string[]) =>
          texts.reduce((sum, text) => sum + estimateTokens(JSON.stringify(text)), 0);
        expect(tokens(chosen)).toBeLessThanOrEqual(room);
        if (chosen.length < guidance.length)
          expect(tokens(guidance.slice(-chosen.length - 1))).toBeGreaterThan(room);
      }),
    );
  });
});
