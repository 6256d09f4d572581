import { expect } from '@jest/globals';
import { eventually } from '@parley/testing';
import type { Message } from '@parley/protocol';
import { expectedAnswer } from './expectedAnswer.ts';
import type { Said, Talker } from './Talker.ts';

const isEnded = ({ status }: Message): boolean => status !== 'streaming';
const answersOf = (messages: readonly Message[]): Message[] =>
  messages.filter(({ sender }) => sender === 'assistant');

/** Waits until everything that was said in a session has an answer that is over, in the store. */
async function settled(talkers: readonly Talker[], timeoutMs: number): Promise<Message[]> {
  const [talker] = talkers;
  if (!talker) throw new Error('nobody talks in this session');
  const said = talkers.reduce((sum, { said }) => sum + said.length, 0);
  return eventually(
    `session ${talker.sessionId}: ${said} answers are over`,
    async () => {
      const stored = await talker.account.messages(talker.sessionId);
      const answers = answersOf(stored);
      const waiting = said - answers.filter(isEnded).length;
      if (waiting > 0) throw new Error(`${waiting} of ${said} are not`);
      return stored;
    },
    { timeoutMs, everyMs: 200 },
  );
}

/** An order in which two messages were accepted is seen from outside when one was acked before the other was said. */
function checkOrder(said: readonly Said[], place: ReadonlyMap<string, number>): void {
  const byAck = said.toSorted((a, b) => (a.ackedAt ?? 0) - (b.ackedAt ?? 0));
  for (const later of said) {
    for (const earlier of byAck) {
      if ((earlier.ackedAt ?? Infinity) >= later.saidAt) break;
      expect(place.get(later.id ?? '')).toBeGreaterThan(place.get(earlier.id ?? '') ?? Infinity);
    }
  }
}

function checkAnswer(question: Message, answers: readonly Message[]): void {
  expect(answers.map(({ replyTo }) => replyTo)).toEqual([question.id]);
  const [answer] = answers;
  if (answer?.status === 'complete') expect(answer.text).toBe(expectedAnswer(question.text));
  else expect(answer).toMatchObject({ status: expect.stringMatching(/^(failed|interrupted)$/), error: {} });
}

/**
 * Compares what the talkers of one session said and see with what is stored: every acked message once, no gap in `seq`,
 * one answer for each that is whole or says otherwise, the same at every client. Gives what is stored.
 */
export async function checkRun(talkers: readonly Talker[], timeoutMs: number): Promise<Message[]> {
  const stored = await settled(talkers, timeoutMs);
  expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, at) => at + 1));

  const said = talkers.flatMap(({ said }) => said);
  const questions = stored.filter(({ sender }) => sender === 'user');
  const textOf = new Map(said.map(({ id, text }) => [id, text]));
  expect(new Set(questions.map(({ id }) => id))).toEqual(new Set(textOf.keys()));
  expect(questions.length).toBe(textOf.size);
  for (const { id, text } of questions) expect(text).toBe(textOf.get(id));
  checkOrder(said, new Map(questions.map(({ id, seq }) => [id, seq])));

  const answers = Map.groupBy(answersOf(stored), ({ replyTo }) => replyTo);
  for (const question of questions) checkAnswer(question, answers.get(question.id) ?? []);
  expect(answers.size).toBe(questions.length);

  for (const talker of talkers) {
    await eventually(
      'every client sees what is stored',
      () => {
        expect(talker.timeline.messages).toEqual(stored);
        return true;
      },
      { timeoutMs },
    );
    expect(talker.timeline.pending).toEqual([]);
    expect(talker.faults).toEqual([]);
  }
  return stored;
}
