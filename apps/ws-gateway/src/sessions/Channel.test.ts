import { describe, expect, test } from '@jest/globals';
import { userKey, type FrameHeaders, type OnFrame } from '@parley/bus';
import * as fc from 'fast-check';
import { Channel, type Subscribing } from './Channel.ts';
import type { Member } from './Member.ts';

const NOTHING: FrameHeaders = {
  fence: undefined,
  holder: undefined,
  except: undefined,
  gone: false,
  sessionId: undefined,
};

/** A channel, how its session's frames come in, and the offsets of those that its one member got. */
function channel() {
  let hear: OnFrame = () => undefined;
  let subscriptions = 0;
  const subscribe = (onFrame: OnFrame) => {
    hear = onFrame;
    subscriptions++;
    return () => void subscriptions--;
  };
  const bus: Subscribing = {
    subscribeOut: (_id, onFrame) => subscribe(onFrame),
    subscribeNote: () => subscribe(hear),
  };
  const one = new Channel('session', bus, () => undefined);
  const got: number[] = [];
  const add = (watching: boolean): Member => {
    const deliver = (frame: Buffer): void => void got.push(Number(frame.subarray(2).toString()));
    const member = { watching, open: 'own', deliver, connection: { user: { id: 'ann' } } };
    one.members.add(member as unknown as Member);
    return member as unknown as Member;
  };
  const live = (n: number, headers: Partial<FrameHeaders>) =>
    hear(Buffer.from(String(n)), { ...NOTHING, ...headers });
  return { one, got, add, live, subscriptions: () => subscriptions };
}

/** How a session was held, one change after the other: who takes it raises the fence, who hands it back doesn't. */
const anyHistory = fc.array(fc.constantFrom('ada', 'eve', undefined), { maxLength: 12 }).map((names) => {
  const history: { fence: number; holder: NonNullable<FrameHeaders['holder']> }[] = [
    { fence: 0, holder: 'nobody' },
  ];
  for (const name of names) {
    const { fence } = history.at(-1) ?? { fence: 0 };
    history.push(name ? { fence: fence + 1, holder: userKey(name) } : { fence, holder: 'nobody' });
  }
  return history;
});
const anyStep = fc.record({
  what: fc.constantFrom('live', 'live', 'unnamed', 'late', 'answer', 'answer', 'lost'),
  at: fc.nat(20),
});

describe('a session’s channel', () => {
  test('[P54] [P57] never takes for the holder who was known to hold it no longer, and drops what an older fence sent', () => {
    fc.assert(
      fc.property(anyHistory, fc.array(anyStep, { maxLength: 40 }), (history, steps) => {
        const { one, got, add, live } = channel();
        add(false);
        let now = 0;
        let known = 0;
        let since = 0;
        let sent = 0;
        const at = (index: number) => history[Math.min(index, history.length - 1)] ?? { fence: 0 };
        for (const { what, at: jump } of steps) {
          if (what === 'live') {
            now = Math.min(now + (jump % 2), history.length - 1);
            known = now;
            live(++sent, at(now));
            expect(got.at(-1)).toBe(sent);
            expect(one.holder).toBe(history[now]?.holder);
          }
          if (what === 'late') {
            // Of a writer who doesn't know yet; it names no holder.
            const { fence } = at(jump % (known + 1));
            const before = one.holder;
            live(++sent, { fence });
            expect(got.at(-1) === sent).toBe(fence >= at(known).fence);
            expect(one.holder).toBe(before);
          }
          if (what === 'unnamed' && at(now + 1).fence > at(now).fence) {
            // The first frame of a new hold may come from who doesn't say whose it is.
            known = ++now;
            live(++sent, { fence: at(now).fence });
            expect(one.holder).toBeUndefined();
          }
          if (what === 'answer') {
            // As old as the last loss, or newer than all that was heard.
            const answer = since + (jump % (known + 3 - since));
            const { fence, holder } = history[Math.min(answer, history.length - 1)] ?? {};
            const before = one.holder;
            one.learn(fence, holder);
            if ((fence ?? 0) < at(known).fence) expect(one.holder).toBe(before);
            if ((fence ?? 0) > at(known).fence) {
              now = Math.min(answer, history.length - 1);
              known = now;
            }
          }
          if (what === 'lost') {
            since = known;
            one.resync();
            got.pop();
            expect(one.holder).toBeUndefined();
          }
          const possible = history.slice(known).map(({ holder }) => holder);
          expect([undefined, ...possible]).toContain(one.holder);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('[P54] a frame that isn’t for the sockets of a user reaches the others', () => {
    const { got, add, live } = channel();
    add(false);
    live(1, { except: userKey('bob') });
    live(2, { except: userKey('ann') });
    live(3, {});
    expect(got).toEqual([1, 3]);
  });

  test('[P53] has one subscription to what admins see, as long as any of its members watches', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(4), fc.boolean())), (changes) => {
        const { one, add, subscriptions } = channel();
        const members = Array.from({ length: 5 }, () => add(false));
        for (const [n, watching] of changes) {
          const member = members[n];
          if (member) member.watching = watching;
          one.watchersChanged();
          const watched = members.some((one) => one.watching);
          expect([one.isWatched, subscriptions()]).toEqual([watched, watched ? 2 : 1]);
        }
        one.unsubscribe();
        expect(subscriptions()).toBe(0);
      }),
    );
  });
});
