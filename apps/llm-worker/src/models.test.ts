import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { loadModels, reloadModels, type Models } from '@parley/config';
import { callableModels } from './models.ts';
import { ProviderError } from './providers/ProviderError.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-registry-'));
afterAll(() => rmSync(folder, { recursive: true }));

const one = (id: string, more: object = {}) => ({
  id,
  label: id,
  provider: 'openai',
  model: id,
  apiKey: `key of ${id}`,
  ...more,
});
function read(models: object[], env: Record<string, string> = {}, load = loadModels): Models {
  const file = join(folder, 'models.yaml');
  writeFileSync(file, JSON.stringify({ models }));
  return load(file, env);
}
const KEYED = [one('a', { apiKey: '${KEY}', fallback: 'demo' }), one('b', { apiKey: 'own' })];
const signal = new AbortController().signal;

test('a model whose key is missing is unavailable with the reason, may be chosen, and its calls fail unsent', async () => {
  const models = callableModels(read(KEYED, {}, reloadModels));
  expect(models.states()).toEqual([
    { id: 'demo', available: true },
    { id: 'a', available: false, reason: 'KEY is not set' },
    { id: 'b', available: true },
  ]);
  expect(models.first).toBe('b');
  expect(models.selectable('a')).toBe(true);
  expect(models.selectable('demo')).toBe(false);
  expect(models.get('a')?.config.fallback).toBe('demo');
  const failed = await models
    .get('a')
    ?.provider.stream({ model: 'a', messages: [], signal }, () => undefined)
    .catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(ProviderError);
  expect(failed).toMatchObject({ failure: { retryable: false, keyRefused: true } });
});

test('a reload keeps the clients of what stays, and what is running keeps what it had', () => {
  const models = callableModels(read(KEYED, { KEY: '1' }));
  const [a, b] = [models.get('a'), models.get('b')];
  models.replace(read([...KEYED, one('c')], { KEY: '2' }));
  expect(models.get('b')).toBe(b);
  expect(models.get('a')?.provider).not.toBe(a?.provider);
  expect(models.get('a')?.config.apiKey).toBe('2');
  expect(a?.config.apiKey).toBe('1');
  expect(models.get('c')).toBeDefined();
  models.replace(read([one('c')]));
  expect(models.get('a')).toBeUndefined();
  expect(models.first).toBe('c');
});

test('a key that the provider refuses counts for all its models, until it is taken, replaced, or five minutes old', () => {
  let now = 0;
  const shared = (key: string) => read([one('a', { apiKey: key }), one('b', { apiKey: key }), one('c')]);
  const models = callableModels(shared('1'), { now: () => now });
  let heard = 0;
  models.onChange(() => heard++);
  const { config } = models.get('a')!;
  const unavailable = () =>
    models
      .states()
      .filter(({ available }) => !available)
      .map(({ id }) => id);
  models.keyRefused(config, true);
  models.keyRefused(config, true);
  expect(unavailable()).toEqual(['a', 'b']);
  expect(models.states()[1]?.reason).toBe('the provider refuses the key');
  expect(heard).toBe(1);
  models.keyRefused(models.get('b')!.config, false);
  expect(unavailable()).toEqual([]);
  expect(heard).toBe(2);
  models.keyRefused(config, true);
  now = 5 * 60_000;
  expect(unavailable()).toEqual([]);
  models.keyRefused(config, true);
  models.replace(shared('2'));
  expect(unavailable()).toEqual([]);
  // A call that began before the change tells of the old key.
  models.keyRefused(config, true);
  expect(unavailable()).toEqual([]);
});
