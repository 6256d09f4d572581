import { expect, test } from '@jest/globals';
import { array, assert, asyncProperty, constantFrom, integer, record, string } from 'fast-check';
import { eventsOf } from './eventsOf.ts';

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const got: T[] = [];
  for await (const item of items) got.push(item);
  return got;
}

/** The text as bytes, cut into pieces of these lengths, over and over. */
function inPieces(text: string, lengths: readonly number[]): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
        const length = lengths[turn % lengths.length] ?? 1;
        controller.enqueue(bytes.slice(at, at + length));
        at += length;
      }
      controller.close();
    },
  });
}

test('events come out as they went in, however the network cuts them and whichever line ends are used', async () => {
  const event = record({
    event: constantFrom('snapshot', 'change'),
    data: string({ unit: 'grapheme', minLength: 1 }),
  });
  const clean = (text: string): string => text.replaceAll(/[\r\n]/g, '-');
  await assert(
    asyncProperty(
      array(event, { maxLength: 6 }),
      array(integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
      constantFrom('\n', '\r\n'),
      async (events, lengths, end) => {
        const text = events
          .map(({ event, data }) =>
            [': still here', '', `id: 1`, `event: ${event}`, `data: ${clean(data)}`, '', ''].join(end),
          )
          .join('');
        const got = await all(eventsOf(inPieces(text, lengths)));
        expect(got).toEqual(events.map(({ event, data }) => ({ id: '1', event, data: clean(data) })));
      },
    ),
    { numRuns: 200 },
  );
});

test('several lines of data are one text, and what has no end isn’t an event', async () => {
  const got = await all(eventsOf(inPieces('data: a\ndata:b\n\ndata: lost\n', [3])));
  expect(got).toEqual([{ id: '', event: 'message', data: 'a\nb' }]);
});
