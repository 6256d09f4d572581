import type { Message } from '@parley/protocol';
import type { History, StoredSession } from '../../src/checker/History.ts';
import type { Rule } from '../../src/checker/Violation.ts';
import { LEDGER_BREACHES } from './violateLedger.ts';
import type { Operation } from '../../src/recorder/Operation.ts';

/** A promise that is broken in a history, somewhere. */
export interface Breach {
  readonly rule: Rule;
  readonly what: string;
  /** Undefined: there is nothing in this history that can be broken so. */
  readonly breach: (history: History, at: number) => History | undefined;
}

const pick = <T>(from: readonly T[], at: number): T | undefined => from[at % from.length];

/** Changes what is kept of one session; the clients still see it as they did. */
const inSession =
  (change: (messages: Message[], at: number, stored: StoredSession) => Message[] | undefined) =>
  (history: History, at: number): History | undefined => {
    const stored = pick(history.sessions, at);
    const messages = stored && change([...stored.messages], at, stored);
    if (!stored || !messages) return undefined;
    const sessions = history.sessions.map((each) => (each === stored ? { ...stored, messages } : each));
    return { ...history, sessions };
  };

const isPlain = ({ sender, status }: Message): boolean => sender === 'user' && status === 'complete';
const isKeptAnswer = ({ sender, status }: Message): boolean =>
  sender === 'assistant' && status !== 'superseded';

/** Changes one message of some kind. */
const inMessage = (which: (message: Message) => boolean, change: Partial<Message>) =>
  inSession((messages, at) => {
    const old = pick(messages.filter(which), at);
    return old && messages.map((each) => (each === old ? { ...old, ...change } : each));
  });

const withOperation =
  (which: (operation: Operation) => boolean, change: Partial<Operation>) =>
  (history: History, at: number): History | undefined => {
    const old = pick(history.operations.filter(which), at);
    if (!old) return undefined;
    const operations = history.operations.map((each) => (each === old ? { ...old, ...change } : each));
    return { ...history, operations };
  };

const inView =
  (change: object) =>
  (history: History, at: number): History => {
    const old = pick(history.views, at);
    return { ...history, views: history.views.map((each) => (each === old ? { ...each, ...change } : each)) };
  };

/** Two of the first messages of a session, all of them acked, take each other's place. */
const swapped = (...which: readonly [number, number]) =>
  inSession((messages, _at, { session }) => {
    const places = which.map((n) =>
      messages.findIndex(({ id }) => id === `${session.id.at(-1)}-message-${n}`),
    );
    const [a, b] = places.map((place) => messages[place]);
    if (!a || !b) return undefined;
    return messages.map((each) =>
      each === a ? { ...b, seq: a.seq, rev: a.rev } : each === b ? { ...a, seq: b.seq, rev: b.rev } : each,
    );
  });

/** Every way to break a promise that the checker knows. */
export const BREACHES: readonly Breach[] = [
  ...LEDGER_BREACHES,
  {
    rule: 'lost',
    what: 'an acked message is gone',
    breach(history, at) {
      const acked = new Set(
        history.operations
          .filter(({ kind, outcome }) => kind === 'say' && outcome === 'ok')
          .map(({ id }) => id),
      );
      return inSession((messages, at) => {
        const gone = pick(
          messages.filter(({ id }) => acked.has(id)),
          at,
        );
        return gone && messages.filter((each) => each !== gone);
      })(history, at);
    },
  },
  {
    rule: 'doubled',
    what: 'a message stands there twice, under another id',
    breach: inSession((messages, at) => {
      const old = pick(messages.filter(isPlain), at);
      const last = messages.length + 1;
      return old && [...messages, { ...old, id: 'copy', seq: last, rev: last }];
    }),
  },
  {
    rule: 'doubled',
    what: 'a message stands there twice, under its own id',
    breach: inSession((messages, at) => {
      const old = pick(messages.filter(isPlain), at);
      const last = messages.length + 1;
      return old && [...messages, { ...old, seq: last, rev: last }];
    }),
  },
  {
    rule: 'strange',
    what: 'a message is there under another id',
    breach: inMessage(isPlain, { id: 'another' }),
  },
  {
    rule: 'strange',
    what: 'a message is there that nobody said',
    breach: inSession((messages) => {
      const last = messages.length + 1;
      const nobodys = { id: 'nobody’s', text: 'hello', seq: last, rev: last };
      return messages[0] && [...messages, { ...messages[0], ...nobodys }];
    }),
  },
  {
    rule: 'strange',
    what: 'a message that was refused is there',
    breach: withOperation(({ kind }) => kind === 'say', { outcome: 'failed', why: 'validation/empty' }),
  },
  { rule: 'order', what: 'two messages have changed places', breach: swapped(0, 1) },
  {
    rule: 'order',
    what: 'two messages that a client said at once have changed places',
    breach(history, at) {
      const operations = history.operations.map((each) => ({ ...each, endedAt: 1_000_000 }));
      return swapped(0, 2)({ ...history, operations }, at);
    },
  },
  {
    rule: 'gap',
    what: 'a place is left out',
    breach: inSession((messages, at) => {
      const from = at % messages.length;
      return messages.map((each, index) => (index < from ? each : { ...each, seq: each.seq + 1 }));
    }),
  },
  {
    rule: 'gap',
    what: 'two entries have the same rev',
    breach: inSession((messages, at) => {
      const rev = messages[0]?.rev ?? 0;
      const index = 1 + (at % (messages.length - 1));
      return messages.map((each, place) => (place === index ? { ...each, rev } : each));
    }),
  },
  {
    rule: 'gap',
    what: 'an entry is ahead of its session',
    breach: inMessage(() => true, { rev: 1_000_000 }),
  },
  {
    rule: 'answers',
    what: 'a message has two answers',
    breach: inSession((messages, at) => {
      const old = pick(messages.filter(isKeptAnswer), at);
      const last = messages.length + 1;
      return old && [...messages, { ...old, id: 'second', seq: last, rev: last }];
    }),
  },
  {
    rule: 'answers',
    what: 'an answer counts though its message doesn’t',
    breach: inMessage(isPlain, { status: 'superseded' }),
  },
  {
    rule: 'endless',
    what: 'a message has no answer',
    breach: inMessage(isKeptAnswer, { status: 'superseded' }),
  },
  { rule: 'endless', what: 'an answer never ends', breach: inMessage(isKeptAnswer, { status: 'streaming' }) },
  { rule: 'endless', what: 'a client shows an answer as being written', breach: inView({ streaming: 1 }) },
  { rule: 'endless', what: 'a client still tries to send', breach: inView({ unsent: 2 }) },
  { rule: 'text', what: 'an answer says something else', breach: inMessage(isKeptAnswer, { text: 'no' }) },
  {
    rule: 'text',
    what: 'a whole answer lacks its end',
    breach: inMessage((message) => isKeptAnswer(message) && message.status === 'complete', { text: '' }),
  },
  {
    rule: 'turn',
    what: 'a message has another text than it was given',
    breach: inMessage(isPlain, { text: '/echo something else' }),
  },
  {
    rule: 'turn',
    what: 'an edit was refused and is made',
    breach(history, at) {
      const stored = new Set(history.sessions.flatMap(({ messages }) => messages.map(({ text }) => text)));
      const isLast = ({ kind, text }: Operation): boolean => kind === 'edit' && stored.has(text ?? '');
      return withOperation(isLast, { outcome: 'failed' })(history, at);
    },
  },
  {
    rule: 'turn',
    what: 'an acked edit is undone',
    breach(history, at) {
      const edited = history.operations.filter(({ kind }) => kind === 'edit');
      const target = pick(edited, at)?.target;
      const original = history.operations.find(({ id }) => id === target)?.text;
      if (original === undefined) return undefined;
      const sessions = history.sessions.map((stored) => ({
        ...stored,
        messages: stored.messages.map((each) => (each.id === target ? { ...each, text: original } : each)),
      }));
      return { ...history, sessions };
    },
  },
  {
    rule: 'turn',
    what: 'an answer that was asked for again still counts',
    breach(history, at) {
      const target = pick(
        history.operations.filter(({ kind }) => kind === 'regenerate'),
        at,
      )?.target;
      return target === undefined
        ? undefined
        : {
            ...history,
            sessions: history.sessions.map((stored) => ({
              ...stored,
              messages: stored.messages.map((each) =>
                each.id === target ? { ...each, status: 'complete' as const } : each,
              ),
            })),
          };
    },
  },
  {
    rule: 'turn',
    what: 'one answer was asked for again twice, with success',
    breach(history, at) {
      const again = pick(
        history.operations.filter(({ kind }) => kind === 'regenerate'),
        at,
      );
      return again && { ...history, operations: [...history.operations, { ...again, id: 'again' }] };
    },
  },
  {
    rule: 'turn',
    what: 'there are more versions than were asked for',
    breach: withOperation(({ kind }) => kind === 'regenerate' || kind === 'edit', { outcome: 'failed' }),
  },
  {
    rule: 'turn',
    what: 'a stopped answer went on to its end',
    breach: inMessage(({ status }) => status === 'stopped', { status: 'complete' }),
  },
  {
    rule: 'counter',
    what: 'a session counts wrong',
    breach(history, at) {
      const stored = pick(history.sessions, at);
      if (!stored) return undefined;
      const session = { ...stored.session, messageCount: stored.session.messageCount + 1 };
      return {
        ...history,
        sessions: history.sessions.map((each) => (each === stored ? { ...stored, session } : each)),
      };
    },
  },
  {
    rule: 'active',
    what: 'all sessions of a user are active',
    breach(history) {
      if (history.sessions.length < 2) return undefined;
      const sessions = history.sessions.map((stored) => ({
        ...stored,
        session: { ...stored.session, state: 'active' as const },
      }));
      return { ...history, sessions };
    },
  },
  {
    rule: 'view',
    what: 'a client shows another text',
    breach(history, at) {
      const view = pick(history.views, at);
      const [first, ...others] = view?.messages ?? [];
      return view && first && inView({ messages: [{ ...first, text: 'other' }, ...others] })(history, at);
    },
  },
  {
    rule: 'view',
    what: 'a client lacks the end',
    breach(history, at) {
      const view = pick(history.views, at);
      return view && view.messages.length > 1
        ? inView({ messages: view.messages.slice(0, -1) })(history, at)
        : undefined;
    },
  },
  { rule: 'view', what: 'a client shows what nobody keeps', breach: inView({ sessionId: 'none' }) },
  { rule: 'view', what: 'a client saw something odd', breach: inView({ faults: ['a text changed'] }) },
  {
    rule: 'view',
    what: 'a client doesn’t know that there is more',
    breach(history, at) {
      const view = pick(history.views, at);
      return view && inView({ hasMore: !view.hasMore })(history, at);
    },
  },
  {
    rule: 'resume',
    what: 'who came back didn’t get all',
    breach(history, at) {
      const old = pick(
        history.resumed.filter(({ messages }) => messages.length > 0),
        at,
      );
      return (
        old && {
          ...history,
          resumed: history.resumed.map((each) =>
            each === old ? { ...old, messages: old.messages.slice(1) } : each,
          ),
        }
      );
    },
  },
  {
    rule: 'slow',
    what: 'nobody was served for long',
    breach: (history) => ({
      ...history,
      outages: [{ kind: 'kill', fault: 'kill nats.1', restoredMs: Infinity }],
    }),
  },
  {
    rule: 'slow',
    what: 'nobody was served for 10 s after a kill',
    breach: (history) => ({
      ...history,
      outages: [{ kind: 'kill', fault: 'kill nats.1', restoredMs: 10_001 }],
    }),
  },
  {
    rule: 'slow',
    what: 'nobody was served for 20 s after everything was killed',
    breach: (history) => ({
      ...history,
      outages: [{ kind: 'blackout', fault: 'blackout of everything', restoredMs: 20_001 }],
    }),
  },
  {
    rule: 'leak',
    what: 'a word was found',
    breach: (history) => ({ ...history, leaks: ['x in nats/1.blk'] }),
  },
];
