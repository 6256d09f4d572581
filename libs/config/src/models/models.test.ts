import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { ConfigError, DEMO_MODEL, loadModels, loadPublicModels, reloadModels } from '../index.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-models-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'models.yaml');
const write = (content: unknown): string => {
  writeFileSync(path, typeof content === 'string' ? content : stringify(content));
  return path;
};
const quick = { id: 'quick', label: 'Quick', provider: 'openai', model: 'gpt-5-mini' };

function mistakesOf(content: unknown, env: Record<string, string> = {}): readonly string[] {
  try {
    loadModels(write(content), env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
}

describe('models', () => {
  test('of a whole file, with keys from the environment', () => {
    const file = write(`
models:
  - id: quick
    label: Quick
    provider: openai
    model: gpt-5-mini
    baseUrl: http://127.0.0.1:9999/v1
    apiKey: \${OPENAI_API_KEY}
    contextTokens: 128000
    maxOutputTokens: 4096
    price: { input: 0.25, cached: 0.025, output: 2.00 }
    concurrency: 20
    vision: true
    systemPrompt: You are helpful.
    fallback: demo
speech:
  transcription: { provider: openai, model: gpt-4o-mini-transcribe, apiKey: '\${OPENAI_API_KEY}' }
  voice: { provider: openai, model: gpt-4o-mini-tts, voice: alloy, apiKey: plain }
`);
    const { selectable, byId, speech } = loadModels(file, { OPENAI_API_KEY: 'sk-1' });
    expect(selectable).toEqual([
      {
        ...quick,
        baseUrl: 'http://127.0.0.1:9999/v1',
        apiKey: 'sk-1',
        contextTokens: 128_000,
        maxOutputTokens: 4096,
        price: { input: 0.25, cached: 0.025, output: 2 },
        concurrency: 20,
        vision: true,
        systemPrompt: 'You are helpful.',
        fallback: 'demo',
      },
    ]);
    expect(byId.get('demo')).toBe(DEMO_MODEL);
    expect(speech.transcription?.apiKey).toBe('sk-1');
    expect(speech.voice).toMatchObject({ voice: 'alloy', apiKey: 'plain' });
    expect(loadPublicModels(file, {})).toEqual([
      { id: 'quick', label: 'Quick', provider: 'openai', vision: true, voice: true },
    ]);
  });

  test('without a file: those with a key in the environment, and demo', () => {
    expect(loadModels(undefined, {}).selectable).toEqual([DEMO_MODEL]);
    const env = { OPENAI_API_KEY: 'sk-1', OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' };
    const { selectable } = loadModels(undefined, env);
    expect(selectable.map(({ id }) => id)).toEqual(['gpt-5-mini', 'demo']);
    expect(selectable[0]).toMatchObject({ apiKey: 'sk-1', baseUrl: 'http://127.0.0.1:1/v1' });
    expect(loadPublicModels(undefined, env).map(({ id }) => id)).toEqual(['gpt-5-mini', 'demo']);
    expect(JSON.stringify(loadPublicModels(undefined, env))).not.toContain('sk-1');
  });

  test('without a file, Claude and Dify are there as soon as they have keys', () => {
    const env = { ANTHROPIC_API_KEY: 'sk-2', DIFY_API_KEY: 'app-3', DIFY_BASE_URL: 'http://127.0.0.1:2/v1' };
    const { selectable, unavailable } = loadModels(undefined, env);
    expect(selectable.map(({ id, provider }) => [id, provider])).toEqual([
      ['claude-sonnet', 'anthropic'],
      ['dify', 'dify'],
      ['demo', 'demo'],
    ]);
    expect(selectable[1]).toMatchObject({ apiKey: 'app-3', baseUrl: 'http://127.0.0.1:2/v1' });
    expect(unavailable.size).toBe(0);
  });

  test('Dify decides by itself which model; fallbacks may lead back', () => {
    const dify = { id: 'app', label: 'App', provider: 'dify', apiKey: 'app-1', fallback: 'quick' };
    const { byId } = loadModels(write({ models: [dify, { ...quick, fallback: 'app' }] }), {});
    expect([byId.get('app')?.fallback, byId.get('quick')?.fallback]).toEqual(['quick', 'app']);
  });

  test.each([
    ['no YAML', 'models: [', 'must be YAML'],
    ['no object', '- 1', 'the file must be object'],
    ['no models', { models: [] }, 'models must name at least one model'],
    ['an unknown field', { models: [{ ...quick, prise: 1 }] }, 'models[0] must not have prise'],
    [
      'an unknown provider',
      { models: [{ ...quick, provider: 'x' }] },
      'models[0].provider must be one of openai',
    ],
    ['no name at the provider', { models: [{ ...quick, model: undefined }] }, 'models[0].model is required'],
    ['a wrong URL', { models: [{ ...quick, baseUrl: 'ftp://x' }] }, 'models[0].baseUrl must be a URL'],
    [
      'a wrong size',
      { models: [{ ...quick, contextTokens: 0 }] },
      'models[0].contextTokens must be 1 or more',
    ],
    [
      'a wrong price',
      { models: [{ ...quick, price: { input: -1, output: 1 } }] },
      'price.input must be 0 or more',
    ],
    [
      'a wrong price of cached input',
      { models: [{ ...quick, price: { input: 1, output: 1, cached: -1 } }] },
      'price.cached must be 0 or more',
    ],
    [
      'no place at all',
      { models: [{ ...quick, concurrency: 0 }] },
      'models[0].concurrency must be 1 or more',
    ],
    [
      'too many places',
      { models: [{ ...quick, concurrency: 10_001 }] },
      'models[0].concurrency must be 10000 or less',
    ],
    ['an id twice', { models: [quick, quick] }, 'models[1].id must be an id that no other model has'],
    ['a fallback to nothing', { models: [{ ...quick, fallback: 'x' }] }, 'models[0].fallback must be the id'],
    [
      'a fallback to itself',
      { models: [{ ...quick, fallback: 'quick' }] },
      'models[0].fallback must be the id',
    ],
    ['a missing key', { models: [{ ...quick, apiKey: '${NO_KEY}' }] }, 'models[0].apiKey names NO_KEY'],
    [
      'a missing key of speech',
      {
        models: [quick],
        speech: { voice: { provider: 'openai', model: 'x', voice: 'y', apiKey: '${NO_KEY}' } },
      },
      'speech.voice.apiKey names NO_KEY',
    ],
  ])('refuse %s', (_name, content, rule) => {
    const mistakes = mistakesOf(content);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(rule);
    expect(mistakes[0]).toMatch(/^MODELS_FILE .*Example: /);
  });

  test('tell all mistakes at once, and none of what the file has in it', () => {
    const bad = { ...quick, apiKey: ['sk-secret'], label: '', provider: 'sk-secret' };
    const mistakes = mistakesOf({ models: [bad, { ...bad, id: 7 }] });
    expect(mistakes).toHaveLength(7);
    expect(mistakes.join('')).not.toContain('sk-secret');
  });

  test('a key that no header can carry is refused by its field, and never told', () => {
    const speech = { transcription: { provider: 'openai', model: 'm', apiKey: '${OF_SPEECH}' } };
    const models = [
      quick,
      { ...quick, id: 'own', apiKey: 'sk-secret…' },
      { ...quick, apiKey: '${KEY}', id: 'x' },
    ];
    const env = { KEY: 'sk-secret\nother', OF_SPEECH: 'sk-secret\u0001' };
    const mistakes = mistakesOf({ models, speech }, env);
    expect(mistakes.map((mistake) => /: (\S+) must have no character/u.exec(mistake)?.[1])).toEqual([
      'models[1].apiKey',
      'models[2].apiKey',
      'speech.transcription.apiKey',
    ]);
    expect(mistakes.join('')).not.toContain('secret');
    const reloaded = reloadModels(path, env);
    expect([...reloaded.unavailable.keys()]).toEqual(['own', 'x']);
    expect(JSON.stringify([...reloaded.unavailable])).not.toContain('secret');
    expect(reloaded.speech).toEqual({});
    expect([...loadModels(undefined, { OPENAI_API_KEY: 'sk-“' }).unavailable.keys()]).toEqual(['gpt-5-mini']);
    // What `fetch` takes off, files often have.
    expect(mistakesOf({ models: [{ ...quick, apiKey: '${KEY}' }] }, { KEY: 'sk-é\n\n' })).toEqual([]);
  });

  test('a file that is not there, too large, or full of aliases is refused', () => {
    expect(() => loadModels(join(folder, 'none'), {})).toThrow('must be a readable file');
    expect(() => loadModels(write('#'.repeat(1024 * 1024 + 1)), {})).toThrow('must have at most');
    const bomb = [
      'a: &a [1]',
      ...'bcdefgh'.split('').map((c, at) => `${c}: &${c} [${`*${'abcdefg'[at]},`.repeat(9)}]`),
    ];
    expect(() => loadModels(write(bomb.join('\n')), {})).toThrow('must have few aliases');
  });

  test('whatever a file holds, it is read or refused with a ConfigError', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((json) => `{"models": [${json}]}`),
        ),
        (content) => {
          expect(mistakesOf(content).every((mistake) => mistake.startsWith('MODELS_FILE '))).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});
