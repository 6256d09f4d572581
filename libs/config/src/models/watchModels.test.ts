import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { loadModels, loadPublicModels, reloadModels, watchModels, type Models } from '../index.ts';

const WITHIN_MS = 5000;
let folder: string;
let stop: () => void;
let told: Models[];
let mistakes: (readonly string[])[];
let failures: unknown[];
const log = {
  warn(_event: string, { mistakes: all, cause }: { mistakes?: readonly string[]; cause?: unknown }) {
    if (all) mistakes.push(all);
    if (cause) failures.push(cause);
  },
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-watch-'));
  [stop, told, mistakes, failures] = [() => undefined, [], [], []];
});
afterEach(() => {
  stop();
  rmSync(folder, { recursive: true });
});

const at = (name: string): string => join(folder, name);
const write = (name: string, content: unknown): string => {
  writeFileSync(at(name), typeof content === 'string' ? content : stringify(content));
  return at(name);
};
const model = (id: string, more: object = {}) => ({ id, label: id, provider: 'demo', ...more });
const models = (...ids: string[]) => ({ models: ids.map((id) => model(id)) });
const idsOf = ({ selectable }: Models): string[] => selectable.map(({ id }) => id);

function watch(file: string | undefined, env: Record<string, string> = {}): void {
  stop = watchModels(file, env, {
    initial: loadModels(file, env),
    load: reloadModels,
    onChange: (changed) => told.push(changed),
    log,
    everyMs: 5,
  });
}

async function until(what: string, done: () => boolean): Promise<void> {
  const end = performance.now() + WITHIN_MS;
  while (!done()) {
    if (performance.now() > end) throw new Error(`not within ${WITHIN_MS} ms: ${what}`);
    await new Promise(setImmediate);
  }
}

test('a file that is written again, or replaced by another of its name, is taken', async () => {
  const file = write('models.yaml', models('a'));
  watch(file);
  write('models.yaml', models('a', 'b'));
  await until('the file written in place', () => told.length === 1);
  renameSync(write('.models.yaml.swp', models('c')), file);
  await until('the file put in its place', () => told.length === 2);
  expect(told.map(idsOf)).toEqual([['a', 'b'], ['c']]);
  expect(mistakes).toEqual([]);
});

test('a link that is swapped, as mounted ConfigMaps are, is followed', async () => {
  for (const version of ['1', '2']) {
    mkdirSync(at(`..v${version}`));
    write(`..v${version}/models.yaml`, models(`v${version}`));
  }
  symlinkSync('..v1', at('..data'));
  symlinkSync('..data/models.yaml', at('models.yaml'));
  watch(at('models.yaml'));
  symlinkSync('..v2', at('..data_tmp'));
  renameSync(at('..data_tmp'), at('..data'));
  await until('the swapped link', () => told.length === 1);
  expect(idsOf(told[0]!)).toEqual(['v2']);
});

test('a broken file, or none, leaves what was, and is told once for each content', async () => {
  const file = write('models.yaml', models('a'));
  watch(file);
  write('models.yaml', 'models: [');
  await until('the first mistake', () => mistakes.length > 0);
  write('models.yaml', { models: [model('a', { prise: 1 }), model('a')] });
  await until('the next', () => mistakes.some((all) => all.some((one) => one.includes('prise'))));
  rmSync(file);
  await until('no file', () => mistakes.at(-1)?.[0]?.includes('must be a readable file') === true);
  const so = mistakes.length;
  write('models.yaml', models('b'));
  await until('a good one', () => told.length === 1);
  expect(idsOf(told[0]!)).toEqual(['b']);
  expect(mistakes).toHaveLength(so);
  expect(new Set(mistakes.map((all) => all.join())).size).toBe(so);
});

test('what says the same in other words changes nothing', async () => {
  const file = write('models.yaml', models('a'));
  watch(file);
  write('models.yaml', `# as before\n${stringify(models('a'))}`);
  write('models.yaml', { models: [model('a', { label: 'A' })] });
  await until('the new label', () => told.length === 1);
  write('models.yaml', `# again\n${stringify({ models: [model('a', { label: 'A' })] })}`);
  write('models.yaml', models('z'));
  await until('another', () => told.length === 2);
  expect(told.map(({ selectable: [first] }) => first.label)).toEqual(['A', 'z']);
});

test('a key whose file goes makes its model unavailable with the reason, until it is back', async () => {
  const key = write('key', 'sk-1\n');
  const quick = { ...model('quick'), provider: 'openai', model: 'x', apiKey: '${A_KEY}' };
  const speech = { voice: { provider: 'openai', model: 'x', voice: 'y', apiKey: '${A_KEY}' } };
  const file = write('models.yaml', { models: [quick, model('other')], speech });
  watch(file, { A_KEY_FILE: key });
  writeFileSync(key, '');
  await until('the key is gone', () => told.length === 1);
  expect([...told[0]!.unavailable]).toEqual([['quick', 'A_KEY is not set']]);
  expect(idsOf(told[0]!)).toEqual(['quick', 'other']);
  expect(told[0]!.speech).toEqual({});
  writeFileSync(key, 'sk-2');
  await until('the key is back', () => told.length === 2);
  expect(told[1]!.unavailable.size).toBe(0);
  expect(told[1]!.selectable[0].apiKey).toBe('sk-2');
  expect(told[1]!.speech.voice?.apiKey).toBe('sk-2');
});

test('without a file, the files of keys are followed too', async () => {
  const key = write('key', 'sk-1');
  watch(undefined, { ANTHROPIC_API_KEY_FILE: key });
  rmSync(key);
  await until('the key is gone', () => told.length === 1);
  expect(idsOf(told[0]!)).toEqual(['claude-sonnet', 'demo']);
  expect(told[0]!.unavailable.get('claude-sonnet')).toBe('ANTHROPIC_API_KEY is not set');
});

test('what is told of in public needs no keys; stopped, it tells no more', async () => {
  const file = write('models.yaml', models('a'));
  const changes: string[][] = [];
  stop = watchModels(
    file,
    {},
    {
      initial: loadPublicModels(file, {}),
      load: loadPublicModels,
      onChange: (changed) => changes.push(changed.map(({ id }) => id)),
      log,
      everyMs: 5,
    },
  );
  write('models.yaml', { models: [{ ...model('b'), provider: 'openai', model: 'x', apiKey: '${NONE}' }] });
  await until('the change', () => changes.length === 1);
  expect(changes).toEqual([['b']]);
  stop();
  write('models.yaml', models('c'));
  for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
  expect(changes).toHaveLength(1);
  expect(mistakes).toEqual([]);
});

test('a listener that fails is told of as a failure, and the next change is told all the same', async () => {
  const file = write('models.yaml', models('a'));
  stop = watchModels(
    file,
    {},
    {
      initial: loadModels(file, {}),
      load: reloadModels,
      onChange(changed) {
        if (idsOf(changed).includes('b')) throw new Error('no');
        told.push(changed);
      },
      log,
      everyMs: 5,
    },
  );
  write('models.yaml', models('b'));
  await until('the failure', () => failures.length === 1);
  write('models.yaml', models('c'));
  await until('the next change', () => told.length === 1);
  expect(mistakes).toEqual([]);
});
