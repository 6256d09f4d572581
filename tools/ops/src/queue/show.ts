import { printable } from '../printable.ts';
import { describeLetter } from './describeLetter.ts';
import { letterNumbers } from './letterNumbers.ts';
import type { QueueCommand } from './QueueCommand.ts';

/** All that may be shown of dead letters. */
export const show: QueueCommand = {
  usage: 'show N…',
  what: 'all that may be shown of a dead letter; never what somebody wrote',
  async run(bus, args) {
    const shown: string[] = [];
    for (const seq of letterNumbers(args, this.usage)) {
      const letter = await bus.deadLetters.get(seq);
      const payload = letter && (await bus.deadLetters.payload(seq));
      if (!letter || !payload) throw new Error(`There is no dead letter ${seq}.`);
      const { type, session, user, more } = describeLetter(letter, payload);
      const facts = {
        letter: String(seq),
        type,
        session,
        user,
        ...more,
        'sent to': printable(letter.subject),
        'given up': letter.at.toISOString(),
        why: printable(letter.reason),
        deliveries: String(letter.deliveries),
        bytes: String(letter.size),
        trace: letter.trace,
      };
      shown.push(
        Object.entries(facts)
          .map(([name, value]) => `${name.padEnd(11)} ${value}`)
          .join('\n'),
      );
    }
    return shown.join('\n\n');
  },
};
