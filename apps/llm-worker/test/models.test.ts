import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ModelsView } from '@parley/bus';
import { loadModels, loadPublicModels } from '@parley/config';
import { eventually } from '@parley/testing';
import { setStage, type Stage } from './stage.ts';

let stage: Stage;
let folder: string;
let file: string;
let keys: Record<string, string>;

const demo = (id: string) => ({ id, label: id, provider: 'demo' });
const keyed = { id: 'keyed', label: 'Keyed', provider: 'openai', model: 'x', apiKey: '${THE_KEY}' };
/** Replaces the file as an editor does. */
async function put(models: object[]): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify({ models }));
  await rename(`${file}.new`, file);
}

beforeAll(async () => {
  stage = await setStage();
  folder = await mkdtemp(join(tmpdir(), 'parley-reload-'));
  [file, keys] = [join(folder, 'models.yaml'), { THE_KEY_FILE: join(folder, 'key') }];
  await writeFile(join(folder, 'key'), 'sk-1');
  await put([demo('first'), keyed]);
  await stage.worker({ models: loadModels(file, keys), env: { MODELS_FILE: file }, keys });
});
afterAll(async () => {
  await stage?.end();
  await rm(folder, { recursive: true, force: true });
});

test('a worker takes a changed file while it runs, and says what it can call', async () => {
  const view = new ModelsView({ initial: loadPublicModels(file, keys), watch: () => () => undefined });
  view.follow(stage.bus);
  const { session } = await stage.opened({ new: true });
  expect(session.model).toBe('first');

  await put([demo('second'), keyed]);
  const opened = await eventually('a new session gets the new model', async () => {
    const { session: next } = await stage.opened({ new: true });
    return next.model === 'second' ? next : undefined;
  });
  const id = crypto.randomUUID();
  const chosen = await stage.ask({ type: 'model.select', id, sessionId: opened.id, model: 'first' });
  expect(chosen).toMatchObject({ type: 'error', error: { category: 'not_found', code: 'model' } });

  await put([]);
  await eventually('a broken file is told of', () =>
    stage.lines.find((line) => line.includes('models.refused')),
  );
  expect((await stage.opened({ new: true })).session.model).toBe('second');

  await rm(join(folder, 'key'));
  await put([demo('third'), keyed]);
  await eventually('the key is gone', () =>
    view.states.some(({ reason }) => reason === 'THE_KEY is not set'),
  );
  expect(view.states).toMatchObject([
    { model: { id: 'first' }, available: false, reason: 'not every worker knows it yet' },
    { model: { id: 'keyed' }, available: false, reason: 'THE_KEY is not set' },
  ]);
  const again = crypto.randomUUID();
  const kept = await stage.ask({ type: 'model.select', id: again, sessionId: opened.id, model: 'keyed' });
  expect(kept).toMatchObject({ type: 'ack' });

  await writeFile(join(folder, 'key'), 'sk-2');
  await eventually('the key is back', () => view.usable.map((model) => model.id).join() === 'keyed');
  view.stop();
});
