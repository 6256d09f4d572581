import type { ContextMessage, CountTokens } from '@parley/conversation';
import { PER_MESSAGE } from './showMessage.ts';

const GO_ON =
  'Your last message was broken off. Go on exactly where it stops, in the middle of a word if it stops there, in the ' +
  'same language and format. Repeat nothing of it, and don’t say that it was broken off.';
const WITHOUT_BEGIN = 'Its beginning is left out here.';
/** UTF-16 units that are counted at a stretch. */
const PIECE = 4_000;
/** Of a broken off answer, what must fit at least for it to go on. */
const LEAST_TOKENS = 100;

const instruction = (more: string): ContextMessage => ({
  role: 'user',
  text: `[From the program, not from the user: ${GO_ON}${more}]`,
});

/** The last two messages of a request, and their tokens. */
export interface GoOn {
  readonly messages: readonly ContextMessage[];
  readonly tokens: number;
}

/** The longest end of `piece` of at most `most` tokens, found by halves. */
function fitting(piece: string, most: number, count: CountTokens): string {
  let [over, fits] = [0, piece.length];
  while (fits - over > 1) {
    const middle = (fits + over) >> 1;
    if (count(piece.slice(middle)) <= most) fits = middle;
    else over = middle;
  }
  return piece.slice(fits).replace(/^[\udc00-\udfff]/, '');
}

/** The end of a text that has at most `most` tokens, counted piece by piece from its end on. */
async function endOf(
  text: string,
  most: number,
  count: CountTokens,
  pause: () => Promise<void>,
): Promise<{ readonly text: string; readonly tokens: number }> {
  let tokens = 0;
  for (let end = text.length; end > 0;) {
    await pause();
    const isHalf = /[\udc00-\udfff]/.test(text.charAt(end - PIECE));
    const begin = Math.max(0, isHalf ? end - PIECE + 1 : end - PIECE);
    const piece = text.slice(begin, end);
    const counted = count(piece);
    if (tokens + counted > most) {
      const rest = fitting(piece, most - tokens, count);
      return { text: rest + text.slice(end), tokens: tokens + count(rest) };
    }
    tokens += counted;
    end = begin;
  }
  return { text, tokens };
}

/**
 * Has the model go on with an answer that was broken off: what there is of it, as much of its end as fits into `room`,
 * and the word to go on. `undefined`: not enough of it fits.
 */
export async function goOn(
  partial: string,
  room: number,
  count: CountTokens,
  pause: () => Promise<void>,
): Promise<GoOn | undefined> {
  for (const more of ['', ` ${WITHOUT_BEGIN}`]) {
    const word = instruction(more);
    const others = count(word.text) + 2 * PER_MESSAGE;
    if (more !== '' && room - others < LEAST_TOKENS) return undefined;
    const { text, tokens } = await endOf(partial, room - others, count, pause);
    if (more !== '' || text === partial)
      return { messages: [{ role: 'assistant', text }, word], tokens: tokens + others };
  }
  return undefined;
}
