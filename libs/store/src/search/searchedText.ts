import type { Entry } from '@parley/conversation';

/** The text of an entry that it is found by; `undefined`: it isn't, since it is still written or was superseded. */
export function searchedText({ status, text, transcript = '' }: Entry): string | undefined {
  if (status === 'streaming' || status === 'superseded') return undefined;
  return text === '' || transcript === '' ? text + transcript : `${text}\n${transcript}`;
}
