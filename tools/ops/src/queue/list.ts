import { printable } from '../printable.ts';
import { table } from '../table.ts';
import { describeLetter } from './describeLetter.ts';
import { letterNumbers } from './letterNumbers.ts';
import type { QueueCommand } from './QueueCommand.ts';

const PAGE = 100;
const COLUMNS = ['N', 'given up', 'type', 'session', 'user', 'deliveries', 'bytes', 'trace', 'why'];

/** The dead letters, oldest first. */
export const list: QueueCommand = {
  usage: 'list [N]',
  what: `the dead letters (those after N), oldest first, ${PAGE} at a time; never what somebody wrote`,
  async run(bus, args) {
    const [after = 0] = args.length > 0 ? letterNumbers(args.slice(0, 1), this.usage) : [];
    const letters = await bus.deadLetters.list({ after, limit: PAGE });
    const rows: string[][] = [];
    for (const letter of letters) {
      const payload = await bus.deadLetters.payload(letter.seq);
      // Retried or dropped by somebody else meanwhile.
      if (!payload) continue;
      const { type, session, user } = describeLetter(letter, payload);
      const { seq, at, deliveries, size, trace, reason } = letter;
      const numbers = [String(deliveries), String(size)];
      rows.push([String(seq), at.toISOString(), type, session, user, ...numbers, trace, printable(reason)]);
    }
    if (rows.length === 0) return 'There are no dead letters.';
    const more =
      letters.length === PAGE ? `\nThere may be more: npm run queue -- list ${letters.at(-1)?.seq}` : '';
    return `${table(COLUMNS, rows)}${more}`;
  },
};
