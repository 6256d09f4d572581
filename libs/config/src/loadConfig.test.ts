import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { ConfigError, defineConfig, duration, integer, key, loadConfig, optionalKey, text } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const schema = defineConfig({
  WAIT: key({ what: 'A wait.', type: duration(), default: '4s', example: 'WAIT=4s' }),
  COUNT: key({ what: 'A count.', type: integer(1, 9), example: 'COUNT=3' }),
  SECRET: optionalKey({ what: 'A secret.', type: text(8), example: 'SECRET_FILE=/run/secret', secret: true }),
});

function mistakesOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(schema, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

function fileWith(content: string): string {
  const path = join(folder, `value-${Math.random()}`);
  writeFileSync(path, content);
  return path;
}

describe('loadConfig', () => {
  test('reads values, defaults and what may be missing, frozen', () => {
    const config = loadConfig(schema, { COUNT: '3' });
    expect(config).toEqual({ WAIT: 4000, COUNT: 3, SECRET: undefined });
    expect(Object.isFrozen(config)).toBe(true);
    const wait: number = config.WAIT;
    const secret: string | undefined = config.SECRET;
    expect([wait, secret]).toEqual([4000, undefined]);
  });

  test('tells all mistakes at once, each with key, rule and example', () => {
    expect(mistakesOf({ WAIT: '15 minutes', SECRET: 'short' })).toEqual([
      'WAIT must be a duration, a number with ms, s, m, h or d (got "15 minutes"). Example: WAIT=4s',
      'COUNT is required. Example: COUNT=3',
      'SECRET must have 8 to 10000 bytes. Example: SECRET_FILE=/run/secret',
    ]);
  });

  test('an empty value counts as none', () => {
    expect(loadConfig(schema, { WAIT: '', COUNT: '3' }).WAIT).toBe(4000);
  });

  test('both the value and its file is a mistake, and so is an unreadable file', () => {
    const path = fileWith('2');
    expect(mistakesOf({ COUNT: '2', COUNT_FILE: path })).toEqual([
      'COUNT must be given once, not as COUNT_FILE too. Example: COUNT=3',
    ]);
    for (const bad of [join(folder, 'none'), folder]) {
      expect(mistakesOf({ COUNT_FILE: bad })[0]).toMatch(/^COUNT must be in a .*\. Example: COUNT=3$/);
    }
    expect(mistakesOf({ COUNT_FILE: fileWith('1'.repeat(1024 * 1024 + 1)) })[0]).toContain('at most 1048576');
  });

  test('any value comes out of a file as it does out of the environment, one newline less', () => {
    const values = fc
      .string({ unit: 'grapheme', minLength: 8, maxLength: 40 })
      .filter((s) => !/[\r\n]$/.test(s));
    fc.assert(
      fc.property(values, fc.constantFrom('', '\n', '\r\n'), (value, end) => {
        const env = { COUNT: '1', SECRET_FILE: fileWith(value + end) };
        expect(loadConfig(schema, env)).toEqual(loadConfig(schema, { COUNT: '1', SECRET: value }));
      }),
      { numRuns: 200 },
    );
  });

  test('the value of a secret is in no error, whatever it is', () => {
    const secrets = fc.string({ minLength: 4, maxLength: 7 }).map((s) => `~${s.slice(1)}`);
    fc.assert(
      fc.property(secrets, (secret) => {
        expect(mistakesOf({ COUNT: '1', SECRET: secret }).join()).not.toContain(secret);
      }),
    );
  });

  test('a rule sees the other values', () => {
    const pair = defineConfig({
      A: optionalKey({ what: 'A.', type: text(), example: 'A=x' }),
      B: optionalKey({
        what: 'B.',
        type: text(),
        example: 'B=x',
        rule: (value, all) => (value !== undefined && all['A'] === undefined ? 'needs A' : undefined),
      }),
    });
    expect(() => loadConfig(pair, { B: 'x' })).toThrow('B needs A. Example: B=x');
    expect(loadConfig(pair, { A: 'x', B: 'x' })).toEqual({ A: 'x', B: 'x' });
  });
});

describe('defineConfig', () => {
  test('refuses names that would be ambiguous', () => {
    const any = key({ what: 'Any.', type: text(), example: 'x' });
    expect(() => defineConfig({ MODELS: any, MODELS_FILE: any })).toThrow('MODELS_FILE');
    expect(() => defineConfig({ lower: any })).toThrow('lower');
    expect(() => defineConfig({ MODELS_FILE: any })).not.toThrow();
  });
});
