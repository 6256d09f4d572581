import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { NatsConnection } from 'nats';
import { createOutbox } from './outbox.ts';

/** A connection that notes what is published on it, and refuses the subject `refused`. */
function open(maxPayload = 1_048_576) {
  const published: string[] = [];
  const lost: string[] = [];
  let isConnected = true;
  const nc = {
    info: { max_payload: maxPayload },
    publish(subject: string) {
      if (subject === 'refused') throw new Error('no');
      published.push(subject);
    },
  } as unknown as NatsConnection;
  const outbox = createOutbox(
    nc,
    () => isConnected,
    (subject) => lost.push(subject),
  );
  const connect = (is: boolean): void => void (isConnected = is);
  return { outbox, published, lost, connect };
}
const NOTHING = new Uint8Array();

describe('what leaves a process', () => {
  test('waits for the end of the turn of the event loop, whatever microtasks it is sent in', async () => {
    const { outbox, published } = open();
    for (let at = 0; at < 10; at++) {
      outbox.send(String(at), NOTHING);
      await Promise.resolve();
    }
    expect(published).toEqual([]);
    await turnOfTheLoop();
    expect(published).toHaveLength(10);
  });

  test('leaves in order, each once, and never more than 32 wait', async () => {
    const step = fc.oneof(
      { weight: 9, arbitrary: fc.constant('send' as const) },
      { weight: 1, arbitrary: fc.constantFrom('flush' as const, 'turn' as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 200 }), async (steps) => {
        const { outbox, published } = open();
        let sent = 0;
        for (const one of steps) {
          if (one === 'send') outbox.send(String(sent++), NOTHING);
          if (one === 'flush') outbox.flush();
          if (one === 'turn') await turnOfTheLoop();
          expect(sent - published.length).toBeLessThanOrEqual(one === 'send' ? 32 : 0);
        }
        await turnOfTheLoop();
        expect(published).toEqual(Array.from({ length: sent }, (_, at) => String(at)));
      }),
    );
  });

  test('is refused at once when it is too large, and then nothing of it is sent', async () => {
    const { outbox, published } = open(4_096);
    expect(() => outbox.send('large', new Uint8Array(4_096))).toThrow('MAX_PAYLOAD_EXCEEDED');
    outbox.send('fits', new Uint8Array(3_000));
    await turnOfTheLoop();
    expect(published).toEqual(['fits']);
  });

  test('is lost while disconnected, and isn’t sent later', async () => {
    const { outbox, published, connect } = open();
    outbox.send('before', NOTHING);
    connect(false);
    outbox.send('meanwhile', NOTHING);
    await turnOfTheLoop();
    connect(true);
    outbox.send('after', NOTHING);
    await turnOfTheLoop();
    expect(published).toEqual(['after']);
  });

  test('and is refused by the connection alone holds up nothing else', async () => {
    const { outbox, published, lost } = open();
    for (const subject of ['first', 'refused', 'last']) outbox.send(subject, NOTHING);
    await turnOfTheLoop();
    expect([published, lost]).toEqual([['first', 'last'], ['refused']]);
  });
});
