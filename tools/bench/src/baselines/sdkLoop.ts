/**
 * The provider's SDK alone: for a `POST` of `{"answers":200,"apartMs":21,"script":{…}}` it reads so many streams of the
 * provider at once, each by the SDK's own iterator, and says what `Stamps` found of each.
 */
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import OpenAI from 'openai';
import { Stamps, type Script } from '../Streams.ts';

interface Asked {
  readonly answers: number;
  readonly apartMs: number;
  readonly script: Script;
}

const client = new OpenAI({ baseURL: `${process.env['PROVIDER']}/v1`, apiKey: 'none' });

async function read(script: Script): Promise<Stamps> {
  const stamps = new Stamps();
  const messages = [{ role: 'user' as const, content: JSON.stringify(script) }];
  const stream = await client.chat.completions.create({ model: 'bench', messages, stream: true });
  for await (const { choices } of stream) {
    const text = choices[0]?.delta.content;
    if (text) stamps.push(text);
  }
  return stamps;
}

async function readAll({ answers, apartMs, script }: Asked): Promise<Stamps[]> {
  const reading = Array.from({ length: answers }, async (_, at) => {
    await delay(at * apartMs);
    return read(script);
  });
  return Promise.all(reading);
}

createServer((request, response) => {
  if (request.method !== 'POST') return void response.end();
  json(request)
    .then((asked) => readAll(asked as Asked))
    .then(
      (stamps) => response.end(JSON.stringify(stamps)),
      () => response.destroy(),
    );
}).listen(Number(process.env['PORT']), '127.0.0.1');
process.on('SIGTERM', () => process.exit());
