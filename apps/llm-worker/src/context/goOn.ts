import type { ContextMessage, CountTokens } from '@parley/conversation';
import { PER_MESSAGE } from './showMessage.ts';

const GO_ON =
  'Your last message was broken off. Go on exactly where it stops, in the middle of a word if it stops there, in the ' +
  'same language and format. Repeat nothing of it, and don’t say that it was broken off.';
const WITHOUT_BEGIN = 'Its beginning is left out here.';
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

/** The end of `text` that has at most `most` tokens, found by halves. */
function endOf(text: string, most: number, count: CountTokens): string {
  let [over, fits] = [0, text.length];
  while (fits - over > 1) {
    const middle = (fits + over) >> 1;
    if (count(text.slice(middle)) <= most) fits = middle;
    else over = middle;
  }
  return text.slice(fits).replace(/^[\udc00-\udfff]/, '');
}

/**
 * Has the model go on with an answer that was broken off: what there is of it, as much of its end as fits into `room`,
 * and the word to go on. `undefined`: not enough of it fits.
 */
export function goOn(partial: string, room: number, count: CountTokens): GoOn | undefined {
  const whole = count(partial);
  const last = (more: string): number => count(instruction(more).text) + 2 * PER_MESSAGE;
  if (whole + last('') <= room)
    return { messages: [{ role: 'assistant', text: partial }, instruction('')], tokens: whole + last('') };
  const more = ` ${WITHOUT_BEGIN}`;
  const most = room - last(more);
  if (most < Math.min(LEAST_TOKENS, whole)) return undefined;
  const text = endOf(partial, most, count);
  return { messages: [{ role: 'assistant', text }, instruction(more)], tokens: count(text) + last(more) };
}
