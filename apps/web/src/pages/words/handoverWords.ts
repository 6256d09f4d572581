import { shortName } from './shortName.ts';

/** That a person came into the conversation or, without a name, that the assistant has it again. */
export function handoverWords(person: string | undefined, answerStopped = false): string {
  if (person === undefined) return 'The assistant is back';
  const here = `${shortName(person)} from support is here`;
  return answerStopped ? `${here}. The answer ends there; what was written stays.` : here;
}
