import type { Message } from '@parley/protocol';
import type { Person } from './Person.ts';

export interface ActOptions {
  readonly random: () => number;
  /** One that no other text has in it; private, too. */
  readonly newText: () => string;
}

/** Questions that may wait for their answers before a person waits, too. */
const MOST_WAITING = 4;
const AWAY_MS = 6_000;

type Act = (person: Person, options: ActOptions) => void;

const pick = <T>(from: readonly T[], random: () => number): T | undefined =>
  from[Math.floor(random() * from.length)];

const counts = ({ status }: Message): boolean => status !== 'superseded';
/** What a person who acts on a message still sees before them. */
const lately = ({ timeline }: Person): readonly Message[] => timeline.messages.slice(-12).filter(counts);

function waiting({ timeline }: Person): number {
  const latest = timeline.messages.slice(-20).filter(counts);
  const answered = new Set(
    latest.filter(({ status }) => status !== 'streaming').map(({ replyTo }) => replyTo),
  );
  const open = latest.filter(({ id, sender }) => sender === 'user' && !answered.has(id));
  return open.length + timeline.pending.length;
}

const QUESTIONS: readonly ((text: string, random: () => number) => string)[] = [
  (text) => `/echo ${text}`,
  (text) => `/echo ${text}`,
  (text) => `/echo ${text}`,
  (text, random) => `/long ${Math.ceil(random() * 200)} ${text}`,
  (text, random) => `/slow ${Math.ceil(random() * 20)} ${text}`,
  (text) => `/fail ${text}`,
  (text) => `/cut ${text}`,
  (text) => text,
];

const question = ({ random, newText }: ActOptions): string =>
  (pick(QUESTIONS, random) ?? String)(newText(), random);

const say: Act = (person, options) => {
  if (waiting(person) < MOST_WAITING) person.say(question(options));
};

const stop: Act = (person) => {
  const [messageId] = [...person.timeline.streaming.keys()];
  if (messageId !== undefined) person.stop(messageId);
};

const edit: Act = (person, options) => {
  const mine = lately(person).filter(({ sender }) => sender === 'user');
  const message = pick(mine, options.random);
  if (message) person.edit(message.id, question(options));
};

const regenerate: Act = (person, { random }) => {
  const answers = lately(person).filter(
    ({ sender, status }) => sender === 'assistant' && status !== 'streaming',
  );
  const answer = pick(answers, random);
  if (answer) person.regenerate(answer.id);
};

const goAway: Act = ({ network }, { random }) => {
  network.isAway = true;
  network.cut();
  setTimeout(() => {
    network.isAway = false;
  }, random() * AWAY_MS);
};

const ACTS: readonly { readonly often: number; readonly act: Act }[] = [
  { often: 60, act: say },
  { often: 8, act: stop },
  { often: 5, act: edit },
  { often: 6, act: regenerate },
  { often: 8, act: ({ network }) => network.cut() },
  { often: 3, act: goAway },
  { often: 4, act: (person) => person.reload(true) },
  { often: 2, act: (person) => person.reload(false) },
  { often: 1, act: (person) => person.move({ new: true }) },
];

const ALL = ACTS.reduce((sum, { often }) => sum + often, 0);

/** Does something, at random. */
export function act(person: Person, options: ActOptions): void {
  let left = options.random() * ALL;
  const chosen = ACTS.find(({ often }) => (left -= often) < 0);
  chosen?.act(person, options);
}
