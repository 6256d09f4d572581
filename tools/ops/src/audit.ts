/** `npm run audit -- verify|list`: what was done, by whom, and whether the log of it is as it was written. */
import type { AuditCommand } from './audit/AuditCommand.ts';
import { list } from './audit/list.ts';
import { verify } from './audit/verify.ts';
import { withStore } from './keys/withStore.ts';
import { UsageError } from './UsageError.ts';

const COMMANDS: Readonly<Record<string, AuditCommand>> = { verify, list };

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
try {
  if (!command) {
    const usages = Object.values(COMMANDS).map(({ usage, what }) => `  ${usage.padEnd(20)} ${what}`);
    throw new UsageError(`npm run audit -- COMMAND\n${usages.join('\n')}`);
  }
  const read = command.read(args);
  const { out, note, wrong = false } = await withStore((store) => read(store.audit));
  console.log(out);
  if (note !== undefined) console.error(note);
  if (wrong) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : 'it failed');
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
