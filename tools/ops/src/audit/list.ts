import type { Audited, AuditFacts } from '@parley/store';
import { printable } from '../printable.ts';
import { table } from '../table.ts';
import { UsageError } from '../UsageError.ts';
import type { AuditCommand } from './AuditCommand.ts';

const PAGE = 100;
const COLUMNS = ['N', 'when', 'who', 'what', 'to what', 'from where', 'before', 'after'];

const facts = (some: AuditFacts | undefined): string =>
  Object.entries(some ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

const row = ({ n, when, who, what, target, where = '', before, after }: Audited): string[] =>
  [String(n), new Date(when).toISOString(), who, what, target, where, facts(before), facts(after)].map(
    printable,
  );

/** What was done, newest first. */
export const list: AuditCommand = {
  usage: 'list [N]',
  what: `what was done (before entry N), newest first, ${PAGE} at a time`,
  read(args) {
    const [n, ...more] = args;
    if (more.length > 0 || (n !== undefined && !/^[1-9]\d{0,14}$/u.test(n)))
      throw new UsageError(`npm run audit -- ${this.usage}, where N is the number of an entry`);
    return async (audit) => {
      const entries = await audit.list({ limit: PAGE, before: n === undefined ? undefined : Number(n) });
      if (entries.length === 0) return { out: 'There are no entries.' };
      const older = entries.at(-1)?.n ?? 1;
      const rest = older > 1 ? `\nOlder ones: npm run audit -- list ${older}` : '';
      return { out: `${table(COLUMNS, entries.map(row))}${rest}` };
    };
  },
};
