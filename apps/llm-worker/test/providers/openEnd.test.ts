import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import { readMessage } from '../../src/providers/anthropic/readMessage.ts';
import { readChunks } from '../../src/providers/openai/readChunks.ts';
import type { ProviderEvent, Say } from '../../src/providers/provider.ts';
import { cutInto, ReplayServer } from '../fakes/ReplayServer.ts';
import { asked, outcomeOf, providerAt } from './outcome.ts';
import { read, RECORDINGS, TEXT } from './recorded.ts';

let server: ReplayServer;
beforeAll(async () => {
  server = await ReplayServer.start();
});
afterAll(() => server?.stop());

/** A recording up to the first event that has `last` in it, that one included. */
function upTo(name: string, last: string): string {
  const body = read(name);
  return body.slice(0, body.indexOf('\n\n', body.indexOf(last)) + 2);
}

/** Longer than any test has. */
const FOR_EVER = 600_000;

const READERS = {
  openai: async ({ body }: Response, say: Say, restMs: number) => body && readChunks(body, say, restMs),
  anthropic: readMessage,
};

/** What a reader says of the server's answer. */
async function saidBy(name: 'openai' | 'anthropic', restMs: number) {
  const said: ProviderEvent[] = [];
  await READERS[name](await fetch(server.url, { method: 'POST' }), (event) => said.push(event), restMs);
  const text = said.map((event) => (event.type === 'text' ? event.text : '')).join('');
  const usage = said.findLast((event) => event.type === 'usage');
  return { text, output: usage?.outputTokens, last: said.at(-1) };
}

const WHOLE = { text: TEXT, last: { type: 'finish', reason: 'stop' } };

describe('a server that leaves the connection open after its answer', () => {
  test.each([
    ['openai', 'with its count, without [DONE]', upTo('openai', '"usage":{'), 12],
    ['openai', 'with [DONE], without a count', read('openai-no-usage'), undefined],
    [
      'openai',
      'with a count in its last chunk',
      upTo('openai-continuous-usage', '"finish_reason":"stop"'),
      6,
    ],
    ['anthropic', 'with its message_stop', read('anthropic'), 12],
  ] as const)('[P28][P62] has said it whole at once: %s %s', async (name, _what, body, output) => {
    server.play({ pieces: [body], end: 'stall' });
    expect(await saidBy(name, FOR_EVER)).toEqual({ ...WHOLE, output });
  });

  test.each([
    ['openai', 'without a count', upTo('openai-no-usage', '"finish_reason":"stop"'), undefined],
    ['openai', 'with its count', upTo('openai', '"usage":{'), 12],
    ['anthropic', 'without its message_stop', upTo('anthropic', '"stop_reason":"end_turn"'), 12],
    ['anthropic', 'with its message_stop', read('anthropic'), 12],
  ] as const)('[P28][P62] is left after a short while: %s %s', async (name, _what, body, output) => {
    // It gives signs of life, for ever.
    const signs = Array.from({ length: 2_000 }, () => ': on and on\n\n');
    server.play({ pieces: [body, ...signs], everyMs: 5, end: 'stall' });
    expect(await saidBy(name, 20)).toEqual({ ...WHOLE, output });
    await eventually('its connection is closed', () => server.brokenOff.length === 1);
  });

  test('[P28] has not said it whole before its reason: a count alone ends nothing', async () => {
    const [begin = '', ...rest] = read('openai').split(/(?<=\n\n)/u);
    const count = 'data: {"choices":[],"usage":{"prompt_tokens":31,"completion_tokens":1}}\n\n';
    server.play({ pieces: [begin, count, ...rest], everyMs: 5 });
    expect(await saidBy('openai', 1)).toMatchObject(WHOLE);
  });

  test('[P28] nor does the first word of a refusal', async () => {
    server.play({ pieces: cutInto(read('openai-refusal'), [200]), everyMs: 5 });
    const { text, last } = await saidBy('openai', 1);
    expect(text).toBe(RECORDINGS['openai-refusal']?.text);
    expect(last).toEqual({ type: 'finish', reason: 'refused' });
  });
});

test.each([
  ['openai', read('openai').replace('data: [DONE]\n\n', ''), 'data: [DONE]\n\n'],
  ['anthropic', read('anthropic'), ''],
] as const)(
  'a connection whose answer ends a moment later serves another call: %s',
  async (name, body, end) => {
    const open: ServerResponse[] = [];
    let [calls, connections] = [0, 0];
    const slow = createServer((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(body);
      open.push(response);
    }).on('connection', () => connections++);
    slow.listen(0, '127.0.0.1');
    await once(slow, 'listening');
    const provider = providerAt(name, `http://127.0.0.1:${(slow.address() as AddressInfo).port}`);
    await eventually('a connection serves two calls', async () => {
      calls += 1;
      expect((await outcomeOf(provider, asked())).finish).toBe('stop');
      open.shift()?.end(end);
      return connections < calls;
    });
    slow.closeAllConnections();
    slow.close();
  },
);
