import type { Message, Session } from '@parley/protocol';
import * as fc from 'fast-check';
import type { History, StoredSession, View } from '../../src/checker/History.ts';
import { goodLedger } from './goodLedger.ts';
import type { Operation } from '../../src/recorder/Operation.ts';

const SESSION = '5e551010-0000-4000-8000-000000000000';
const idOf = (session: number, kind: string, n: number): string => `${session}-${kind}-${n}`;

/** What one message of a run went through. */
export interface Said {
  /** Its client never learned that it was accepted. */
  readonly unknown: boolean;
  readonly stopped: boolean;
  readonly edits: number;
  readonly regenerates: number;
}

const message = (more: Partial<Message>): Message => ({
  id: '',
  sessionId: SESSION,
  seq: 0,
  rev: 0,
  sender: 'user',
  kind: 'text',
  text: '',
  attachments: [],
  status: 'complete',
  createdAt: '2026-01-01T00:00:00.000Z',
  ...more,
});

const operation = (more: Partial<Operation>): Operation => ({
  id: '',
  kind: 'say',
  client: 0,
  sessionId: SESSION,
  invokedAt: 0,
  outcome: 'ok',
  ...more,
});

/** One session in which these were said one after the other, and all that two clients did and saw. */
function play(number: number, said: readonly Said[]): { stored: StoredSession; operations: Operation[] } {
  const sessionId = `${SESSION}-${number}`;
  const messages: Message[] = [];
  const operations: Operation[] = [];
  let now = 0;
  const acted = (more: Partial<Operation>): void => {
    operations.push(operation({ sessionId, invokedAt: ++now, ...more, endedAt: ++now }));
  };
  const put = (more: Partial<Message>): void => {
    messages.push(message({ sessionId, seq: messages.length + 1, rev: messages.length + 1, ...more }));
  };
  for (const [n, { unknown, stopped, edits, regenerates }] of said.entries()) {
    const client = n % 2;
    const id = idOf(number, 'message', n);
    let text = `/echo ${id}`;
    acted({ id, client, text, outcome: unknown ? 'unknown' : 'ok' });
    put({ id, text });
    const place = messages.length - 1;
    const versions = edits + regenerates + 1;
    for (let version = 1; version <= versions; version++) {
      const isLast = version === versions;
      const answer = idOf(number, `answer.${version}`, n);
      const status = isLast ? (stopped ? 'stopped' : 'complete') : 'superseded';
      const whole = text.slice('/echo '.length);
      const shown = status === 'stopped' ? whole.slice(0, 3) : whole;
      put({ id: answer, sender: 'assistant', replyTo: id, version, status, text: shown });
      if (isLast && stopped) acted({ id: `stop-${answer}`, kind: 'stop', client, target: answer });
      if (isLast) continue;
      if (version <= edits) {
        text = `/echo ${id} edited ${version}`;
        acted({ id: `edit-${answer}`, kind: 'edit', client, target: id, text });
      } else acted({ id: `again-${answer}`, kind: 'regenerate', client, target: answer });
    }
    messages[place] = message({ ...messages[place], text });
  }
  const messageCount = messages.filter(({ status }) => status !== 'superseded').length;
  const state = number === 0 ? 'active' : 'idle';
  const rev = messages.length + 3;
  const session = { id: sessionId, userId: 'anna', state, rev, messageCount } as Session;
  return { stored: { session, messages }, operations };
}

const viewOf = ({ session, messages }: StoredSession, client: number, from: number): View => ({
  client,
  sessionId: session.id,
  messages: messages.slice(from),
  hasMore: from > 0,
  streaming: 0,
  unsent: 0,
  faults: [],
});

const anySaid = (): fc.Arbitrary<Said> =>
  fc.record({
    unknown: fc.boolean(),
    stopped: fc.boolean(),
    edits: fc.nat(2),
    regenerates: fc.nat(2),
  });

/** Histories of runs in which every promise was kept: one to three sessions, in each the first three messages acked. */
export const anyGoodHistory = (): fc.Arbitrary<History> =>
  fc
    .tuple(
      fc.array(fc.array(anySaid(), { minLength: 2, maxLength: 12 }), { minLength: 1, maxLength: 3 }),
      fc.nat(),
    )
    .map(([chats, at]) => {
      const played = chats.map((said, number) => play(number, [plain, plain, plain, ...said]));
      const books = goodLedger(
        played.map(({ stored }) => stored),
        at % 2 === 0,
      );
      const { sessions } = books;
      return {
        operations: played.flatMap(({ operations }) => operations),
        ...books,
        views: sessions.flatMap((stored) => [
          viewOf(stored, 0, 0),
          viewOf(stored, 1, at % stored.messages.length),
        ]),
        resumed: sessions.map(({ session, messages }) => {
          const afterRev = at % (session.rev + 1);
          return {
            sessionId: session.id,
            afterRev,
            messages: messages.filter(({ rev }) => rev > afterRev),
          };
        }),
        outages: [
          { kind: 'kill', fault: 'kill nats.1', restoredMs: at % 10_000 },
          { kind: 'blackout', fault: 'blackout of everything', restoredMs: at % 20_000 },
        ],
        leaks: [],
      };
    });

const plain: Said = { unknown: false, stopped: false, edits: 0, regenerates: 0 };
