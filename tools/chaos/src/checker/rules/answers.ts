import type { Message } from '@parley/protocol';
import type { History, StoredSession } from '../History.ts';
import type { Violation } from '../Violation.ts';
import { expectedAnswer } from '../expectedAnswer.ts';

const isKept = ({ status }: Message): boolean => status !== 'superseded';

/** A whole answer says all of it, one that ended before says how it begins. */
function hasWrongText({ text, status }: Message, question: Message): boolean {
  const expected = expectedAnswer(question.text);
  if (expected === undefined) return false;
  return status === 'complete' ? text !== expected : !expected.startsWith(text);
}

function ofSession({ session, messages }: StoredSession): Violation[] {
  const answers = Map.groupBy(
    messages.filter((message) => message.sender === 'assistant' && isKept(message)),
    ({ replyTo }) => replyTo,
  );
  const questions = messages.filter((message) => message.sender === 'user' && isKept(message));
  const asked = new Set(questions.map(({ id }) => id));
  const violations: Violation[] = [];
  const found = (rule: Violation['rule'], what: string): void => {
    violations.push({ rule, what: `${what} in session ${session.id}` });
  };
  for (const question of questions) {
    const mine = answers.get(question.id) ?? [];
    if (mine.length === 0) found('endless', `${question.id} has no answer`);
    if (mine.length > 1) found('answers', `${question.id} has ${mine.length} answers`);
    for (const answer of mine) {
      if (answer.status === 'streaming') found('endless', `${answer.id} never ended`);
      else if (hasWrongText(answer, question))
        found('text', `${answer.id} (${answer.status}) says ${JSON.stringify(answer.text.slice(0, 80))}`);
    }
  }
  for (const [replyTo, orphans] of answers)
    if (!asked.has(replyTo ?? ''))
      found('answers', `${orphans[0]?.id} answers ${replyTo}, which doesn't count any more,`);
  return violations;
}

/** Every message that counts has one answer that counts; it is over, and says what was asked for. */
export const checkAnswers = ({ sessions }: History): Violation[] => sessions.flatMap(ofSession);
