import type { HelpCall, SessionState } from './state.ts';

/** What makes the assistant call a human by itself. */
export interface Markers {
  /** Said by the user or in an answer, whatever their case and spacing. */
  readonly phrases: readonly string[];
  /** Answers of a session that were rated down. */
  readonly down?: number | undefined;
  /** Answers in a row that failed. */
  readonly failed?: number | undefined;
}

/** One form for what reads the same. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();

/**
 * Why a human is to be called in a session as it is after a change in which `text` was said; `undefined`: for no reason.
 * Says what happened in words of its own: nothing of what was said is in it.
 */
export function markedReason(
  { phrases, down = Infinity, failed = Infinity }: Markers,
  { handling, trouble }: SessionState,
  text = '',
): HelpCall['reason'] {
  if (handling !== 'ai') return undefined;
  const said = plain(text);
  if (phrases.some((phrase) => plain(phrase) !== '' && said.includes(plain(phrase))))
    return 'The conversation has a phrase that asks for a person.';
  if ((trouble?.down ?? 0) >= down) return 'Answers were rated down again and again.';
  if ((trouble?.failed ?? 0) >= failed) return 'Several answers in a row failed.';
  return undefined;
}
