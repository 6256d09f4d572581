import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Connection } from '../connection/Connection.ts';
import type { Channel } from './Channel.ts';
import { Member } from './Member.ts';
import { resyncFrame } from './resyncFrame.ts';

const sessionId = '11111111-1111-4111-8111-111111111111';
const RESYNC = 'resync';

/** A member, and what was written to its socket. */
function member() {
  const written: string[] = [];
  const resync = resyncFrame(sessionId);
  const connection = {
    write: (frame: Buffer) => written.push(frame.equals(resync) ? RESYNC : frame.toString()),
  } as unknown as Connection;
  return { written, member: new Member(connection, { sessionId } as unknown as Channel) };
}

type Step = 'hold' | 'release' | number;
const steps = fc.array(fc.oneof(fc.constantFrom<Step>('hold', 'release'), fc.nat(120_000)), {
  maxLength: 60,
});

describe('a session on a socket', () => {
  test('[P8] passes on every live frame in order, or says that some are missing', () => {
    fc.assert(
      fc.property(steps, (steps) => {
        const { member: one, written } = member();
        const sent: string[] = [];
        for (const [at, step] of steps.entries()) {
          if (step === 'hold') one.hold();
          else if (step === 'release') one.release();
          else {
            sent.push(`${at}:`.padEnd(step, 'x'));
            one.deliver(Buffer.from(sent.at(-1) ?? ''));
          }
        }
        one.release();
        const frames = written.filter((frame) => frame !== RESYNC);
        expect(frames).toEqual(sent.filter((frame) => frames.includes(frame)));
        if (!written.includes(RESYNC)) expect(frames).toEqual(sent);
      }),
      { numRuns: 300 },
    );
  });

  test('holds frames back until the answer is out', () => {
    const { member: one, written } = member();
    one.hold();
    one.deliver(Buffer.from('a'));
    one.deliver(Buffer.from('b'));
    expect(written).toEqual([]);
    one.release();
    one.deliver(Buffer.from('c'));
    expect(written).toEqual(['a', 'b', 'c']);
  });

  test('holds no more than its bound, and then says that frames are missing', () => {
    const { member: one, written } = member();
    one.hold();
    for (let n = 0; n < 5; n++) one.deliver(Buffer.alloc(100_000));
    expect(written).toEqual([]);
    one.release();
    expect(written).toEqual([RESYNC]);
  });

  test('does not wait for ever for a client that does not ask for more', () => {
    const { member: one, written } = member();
    one.hold();
    one.waitForMore();
    one.deliver(Buffer.alloc(100_000));
    expect(written).toEqual([]);
    one.deliver(Buffer.alloc(200_000));
    expect(written).toEqual([RESYNC]);
    one.deliver(Buffer.from('live'));
    expect(written).toEqual([RESYNC, 'live']);
  });
});
