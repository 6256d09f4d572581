import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { expectedAnswer } from '../src/checker/expectedAnswer.ts';
import { RecordingProvider } from '../src/provider/RecordingProvider.ts';
import { scriptFor } from '../src/provider/scriptFor.ts';
import { writeModelsFile } from '../src/provider/writeModelsFile.ts';
import { inRunFolder } from './support/runFolder.ts';

/** How soon a provider is to know that its client has gone. */
const ABORT_MS = 100;

let provider: RecordingProvider;
beforeAll(async () => {
  provider = await RecordingProvider.start();
});
afterAll(() => provider?.close());

const ask = (content: unknown, id: string, signal?: AbortSignal): Promise<Response> =>
  fetch(`${provider.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-client-request-id': id },
    body: JSON.stringify({ model: 'recorded-1', stream: true, messages: [{ role: 'user', content }] }),
    ...(signal && { signal }),
  });

const seen = (id: string) => provider.seen.find((call) => call.id === id);

/** The text of a stream, and what it says of tokens. */
function read(stream: string): { text: string; usage: object | undefined } {
  const events = stream.split('\n\n').filter((event) => event.startsWith('data: {'));
  const chunks = events.map(
    (event) =>
      JSON.parse(event.slice('data: '.length)) as {
        choices: { delta: { content?: string } }[];
        usage?: object;
      },
  );
  const text = chunks.map(({ choices: [choice] }) => choice?.delta.content ?? '').join('');
  return { text, usage: chunks.at(-1)?.usage };
}

describe('the provider that records', () => {
  test('[P62] answers as the checker expects, and knows each call by its id', async () => {
    for (const said of ['/echo a b  c', '/long 3 x', 'hello']) {
      const response = await ask(said, said);
      const { text, usage } = read(await response.text());
      expect(text).toBe(expectedAnswer(said) ?? 'You said 5 characters.');
      const output = scriptFor(said).pieces.length;
      const input = Math.ceil(said.length / 4);
      expect(usage).toEqual({
        prompt_tokens: input,
        completion_tokens: output,
        total_tokens: input + output,
      });
      expect(seen(said)).toMatchObject({ end: 'complete' });
    }
    await (await ask([{ type: 'text', text: '/echo in parts' }], 'parts')).text();
    expect(seen('parts')).toMatchObject({ end: 'complete' });
  });

  test('[P62] says the same to the same text', () => {
    fc.assert(
      fc.property(fc.string(), (said) => {
        expect(scriptFor(said)).toEqual(scriptFor(said));
        expect(scriptFor(`/echo ${said}`).pieces.join('')).toBe(said);
      }),
      { numRuns: 100 },
    );
  });

  test('[P62] knows within 100 ms that its client has broken off', async () => {
    const leaving = new AbortController();
    const response = await ask('/slow 20 x', 'left', leaving.signal);
    await response.body?.getReader().read();
    const leftAt = Date.now();
    leaving.abort();
    await eventually('it is seen', () => seen('left')?.end === 'aborted');
    expect((seen('left')?.endedAt ?? Infinity) - leftAt).toBeLessThanOrEqual(ABORT_MS);
  });

  test('[P62] fails and breaks off when it is asked to, and that is not its client’s doing', async () => {
    expect((await ask('/fail x', 'failed')).status).toBe(500);
    expect(seen('failed')).toMatchObject({ end: 'failed' });
    await expect((await ask('/cut x', 'cut')).text()).rejects.toThrow();
    expect(seen('cut')).toMatchObject({ end: 'failed' });
  });

  test('[P62] a call that breaks off before it has said all is seen, too', async () => {
    const { port } = new URL(provider.baseUrl);
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      'POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nx-request-id: half\r\ncontent-length: 99\r\n\r\n{',
    );
    await eventually('it is seen', () => seen('half') !== undefined);
    socket.destroy();
    await eventually('its end is seen', () => seen('half')?.end === 'aborted');
  });

  test('is known to the services by a file of models', () =>
    inRunFolder(async (folder) => {
      const path = join(folder, 'models.yaml');
      await writeModelsFile(path, provider.baseUrl);
      const { models } = JSON.parse(await readFile(path, 'utf8')) as { models: object[] };
      expect(models).toMatchObject([{ id: 'demo' }, { id: 'recorded', baseUrl: provider.baseUrl }]);
    }));
});
