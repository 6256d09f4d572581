import type { Noted } from '@parley/store';
import { UsageError } from '../UsageError.ts';
import type { AuditCommand } from './AuditCommand.ts';

function notedIn(args: readonly string[], usage: string): Noted | undefined {
  const [noted, ...more] = args;
  const [, entries, head = ''] = /^(\d{1,15}):([\w-]*)$/u.exec(noted ?? '') ?? [];
  if (more.length > 0 || (noted !== undefined && entries === undefined))
    throw new UsageError(`npm run audit -- ${usage}, where N:HEAD is what an earlier verify said`);
  return entries === undefined ? undefined : { entries: Number(entries), head };
}

/** Follows the log from its first entry and says whether each is as it was written. */
export const verify: AuditCommand = {
  usage: 'verify [N:HEAD]',
  what: 'check every entry, and that the log still goes on from an earlier N:HEAD',
  read(args) {
    const before = notedIn(args, this.usage);
    return async (audit) => {
      const { entries, head, brokenAt, noted } = await audit.verify(before);
      const good = `${entries} ${entries === 1 ? 'entry follows' : 'entries follow'} one another unchanged`;
      if (brokenAt !== undefined)
        return { out: `Entry ${brokenAt} was changed, moved or removed; ${good} before it.`, wrong: true };
      if (noted === 'lost')
        return {
          out: `What was noted down is gone: the log was cut off or written anew; ${good}.`,
          wrong: true,
        };
      return {
        out: `${entries}:${head}`,
        note: `${good}. Keep this line elsewhere: the next verify finds by it whether the end was cut off.`,
      };
    };
  },
};
