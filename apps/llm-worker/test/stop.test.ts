import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadModels } from '@parley/config';
import { subjects } from '@parley/protocol';
import { createLogger } from '@parley/logging';
import { eventually } from '@parley/testing';
import { stopWriter } from '../src/turns/stopWriter.ts';
import { ChatServer } from './ChatServer.ts';
import { ofType, setStage, textOf, type Stage } from './stage.ts';

let stage: Stage;
let server: ChatServer;
let folder: string;

beforeAll(async () => {
  stage = await setStage();
  server = await ChatServer.start(async function* () {
    for (let n = 1; ; n++) {
      yield `${n} `;
      await wait(10);
    }
  });
  folder = await mkdtemp(join(tmpdir(), 'parley-stop-'));
  const file = join(folder, 'models.yaml');
  const model = {
    id: 'endless',
    label: 'Endless',
    provider: 'openai',
    model: 'endless',
    baseUrl: server.baseUrl,
    apiKey: 'key',
  };
  await writeFile(file, JSON.stringify({ models: [model] }));
  for (let n = 0; n < 2; n++) await stage.worker({ models: loadModels(file, {}) });
});
afterAll(async () => {
  await stage?.end();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** An answer without an end, of which some is written. */
async function endless() {
  const { session } = await stage.opened({ new: true });
  const frames = stage.watch(session.id);
  await stage.bus.flush();
  await stage.send(session.id, 'Go on.');
  const created = await eventually('it begins', () =>
    ofType(frames, 'message.created').find(({ message }) => message.sender === 'assistant'),
  );
  const messageId = created.message.id;
  const stop = () => stage.ask({ type: 'message.stop', id: randomUUID(), sessionId: session.id, messageId });
  return { sessionId: session.id, frames, messageId, stop };
}

describe('message.stop', () => {
  test('[P28] is answered when nothing more comes: the text stays as it was shown, the call is broken off', async () => {
    const { frames, messageId, stop, sessionId } = await endless();
    await eventually('some text', () => textOf(frames, messageId).length > 20);
    const { aborted } = server;
    const asked = performance.now();
    const seen = eventually('the provider sees it', () => server.aborted === aborted + 1, {
      everyMs: 1,
    }).then(() => Math.round(performance.now() - asked));
    expect(await stop()).toMatchObject({ type: 'ack', messageId });
    const shown = textOf(frames, messageId);
    const { message } = await eventually('its end', () => ofType(frames, 'message.ended').at(0));
    expect(message).toMatchObject({ status: 'stopped', text: shown });
    expect(textOf(frames, messageId)).toBe(shown);
    process.stderr.write(`stop reached the provider within ${await seen} ms\n`);
    expect(await stop()).toMatchObject({ error: { category: 'conflict', code: 'already_ended' } });
    expect((await stage.opened({ sessionId })).streaming).toBeUndefined();
  });

  test('[P28] reaches a writer that has only just begun', async () => {
    for (let n = 0; n < 10; n++) {
      const { frames, stop } = await endless();
      expect(await stop()).toMatchObject({ type: 'ack' });
      const { message } = await eventually('its end', () => ofType(frames, 'message.ended').at(0));
      expect(message.status).toBe('stopped');
    }
    expect(stage.lines.filter((line) => line.includes('answer.stop_unheard'))).toEqual([]);
  });

  test('[P28] asks again as long as nobody hears', async () => {
    const messageId = randomUUID();
    const heard = Promise.withResolvers<void>();
    let asked = 0;
    const bus = {
      ...stage.bus,
      request: async (...args: Parameters<typeof stage.bus.request>) => {
        const reply = await stage.bus.request(...args);
        asked += 1;
        if (reply.kind === 'nobody' && asked === 2) {
          stage.bus.respond(subjects.stop(messageId), {}, () => {
            heard.resolve();
            return { payload: { attempt: 1, text: '' } };
          });
          await stage.bus.flush();
        }
        return reply;
      },
    };
    await stopWriter(
      { bus, log: createLogger({ service: 'test', level: 'silent' }) },
      randomUUID(),
      messageId,
      'ab'.repeat(16),
    );
    await heard.promise;
    expect(asked).toBe(3);
  });
});
