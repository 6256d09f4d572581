import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { anyText } from '@parley/testing';
import * as fc from 'fast-check';
import { cutInto, ReplayServer } from '../fakes/ReplayServer.ts';
import { asked, NAMES, outcomeOf, providerAt, type Name } from './outcome.ts';

let server: ReplayServer;
beforeAll(async () => {
  server = await ReplayServer.start();
});
afterAll(() => server?.stop());

/** JSON as Python writes it: nothing but ASCII. */
const inAscii = (json: string): string =>
  json.replace(/[\u0080-\uffff]/gu, (unit) =>
    Array.from(
      { length: unit.length },
      (_, at) => `\\u${unit.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );

const data = (event: object): string => `data: ${JSON.stringify(event)}\n\n`;
const named = (event: { type: string }): string => `event: ${event.type}\n${data(event)}`;

/** How each provider writes a text that it has in pieces. */
const WIRE: Record<Name, (pieces: readonly string[]) => string> = {
  openai: (pieces) =>
    pieces.map((content) => data({ choices: [{ delta: { content } }] })).join('') + 'data: [DONE]\n\n',
  anthropic: (pieces) =>
    [
      named({ type: 'message_start', message: { usage: { input_tokens: 1, output_tokens: 1 } } } as {
        type: string;
      }),
      ...pieces.map((text) =>
        named({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } } as {
          type: string;
        }),
      ),
      named({ type: 'message_delta', delta: { stop_reason: 'end_turn' } } as { type: string }),
      named({ type: 'message_stop' }),
    ].join(''),
  dify: (pieces) =>
    [
      ...pieces.map((answer) => data({ event: 'message', task_id: 't', answer })),
      data({ event: 'message_end', task_id: 't', metadata: {} }),
    ].join(''),
};

describe.each(NAMES)('%s', (name) => {
  test('[P28] any text comes through as it was sent, however it was cut into pieces and bytes', async () => {
    const provider = providerAt(name, server.url);
    const anySizes = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyText(6), { maxLength: 8 }),
        anySizes,
        fc.boolean(),
        async (pieces, sizes, ascii) => {
          const body = WIRE[name](pieces);
          server.play({ pieces: cutInto(ascii ? inAscii(body) : body, sizes) });
          const { text, finish, error } = await outcomeOf(provider, asked());
          expect(error).toBeUndefined();
          expect(text).toBe(pieces.join(''));
          expect(finish).toBe('stop');
        },
      ),
      { numRuns: 150 },
    );
  });

  test('[P28] a piece of a mebibyte comes through', async () => {
    const huge = 'ü👍🏽x'.repeat(2 ** 18);
    server.play({ pieces: [WIRE[name]([huge])] });
    expect((await outcomeOf(providerAt(name, server.url), asked())).text).toBe(huge);
    server.play({ pieces: cutInto(WIRE[name]([huge]), [64 * 1024 - 1]) });
    expect((await outcomeOf(providerAt(name, server.url), asked())).text).toBe(huge);
  });

  test('[P28] the first piece comes while the second is still awaited', async () => {
    const [first = ''] = WIRE[name](['one']).split(/(?<="one".*\n\n)/u);
    server.play({ pieces: [first], end: 'stall' });
    const abort = new AbortController();
    const request = asked({ signal: abort.signal });
    const { text } = await outcomeOf(providerAt(name, server.url), request, ({ type }) => {
      if (type === 'text') abort.abort();
    });
    expect(text).toBe('one');
  });
});
