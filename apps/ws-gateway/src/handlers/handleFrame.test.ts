import { describe, expect, test } from '@jest/globals';
import {
  ERROR_CODES,
  ParleyError,
  type ClientFrame,
  type ErrorCategory,
  type ServerFrame,
} from '@parley/protocol';
import * as fc from 'fast-check';
import type { Connection } from '../connection/Connection.ts';
import { handleFrame } from './handleFrame.ts';
import type { Services } from './Services.ts';

const sessionId = '11111111-1111-4111-8111-111111111111';
const frame: ClientFrame = {
  type: 'message.send',
  id: sessionId.replaceAll('1', '2'),
  sessionId,
  text: 'c4n4ry',
};

/** Has the frame handled with a bus that fails so; what was sent and logged. */
async function handleWith(thrown: unknown) {
  const sent: ServerFrame[] = [];
  const lines: unknown[][] = [];
  const connection = {
    isOpen: true,
    sessions: new Map([[sessionId, {}]]),
    user: { id: 'ann', roles: [] },
    about: { connectionId: 'c', userId: 'ann' },
    send: (frame: ServerFrame) => sent.push(frame),
    refuse: (ref: string, error: ParleyError) => sent.push({ type: 'error', ref, error: error.toWire() }),
  } as unknown as Connection;
  const services = {
    log: {
      error: (...line: unknown[]) => lines.push(['error', ...line]),
      warn: (...line: unknown[]) => lines.push(['warn', ...line]),
    },
    now: () => 0,
    elapsed: () => 0,
    limits: { messages: { take: () => 0 } },
    bus: { status: 'connected', publishCommand: () => Promise.reject(thrown) },
  } as unknown as Services;
  await handleFrame(connection, frame, services);
  return { sent, lines };
}

describe('handling a frame', () => {
  test('[P35] [P33] an unknown failure is internal for the client, and logged once with cause and context', async () => {
    const failure = fc.oneof(
      fc.string().map((message) => new TypeError(`s3cr3t ${message}`, { cause: 'x' })),
      fc.string().map((message) => `s3cr3t ${message}`),
    );
    await fc.assert(
      fc.asyncProperty(failure, async (thrown) => {
        const { sent, lines } = await handleWith(thrown);
        expect(sent).toMatchObject([
          {
            type: 'error',
            ref: frame.id,
            error: { category: 'service', code: 'internal', recoverable: true },
          },
        ]);
        expect(JSON.stringify(sent)).not.toContain('s3cr3t');
        expect(lines).toHaveLength(1);
        expect(lines[0]?.slice(0, 3)).toEqual(['error', 'frame.failed', thrown]);
        expect(lines[0]?.[3]).toMatchObject({
          connectionId: 'c',
          userId: 'ann',
          sessionId,
          type: 'message.send',
          traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
        });
      }),
    );
  });

  test('[P33] every public error arrives as it is', async () => {
    const error = fc
      .constantFrom(...(Object.keys(ERROR_CODES) as ErrorCategory[]))
      .chain((category) =>
        fc.tuple(fc.constant(category), fc.constantFrom(...ERROR_CODES[category]), fc.option(fc.nat())),
      )
      .map(
        ([category, code, retry]) =>
          new ParleyError(category, code, 'x: must be y.', retry === null ? {} : { retryAfterMs: retry }),
      );
    await fc.assert(
      fc.asyncProperty(error, async (thrown) => {
        const { sent, lines } = await handleWith(thrown);
        expect(sent).toEqual([{ type: 'error', ref: frame.id, error: thrown.toWire() }]);
        expect(lines).toHaveLength(thrown.category === 'service' ? 1 : 0);
      }),
    );
  });
});
