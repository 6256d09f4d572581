/** `npm run keys -- new|rotate|status`: the keys that wrap the users' data keys. */
import type { KeysCommand } from './keys/KeysCommand.ts';
import { newKey } from './keys/newKey.ts';
import { rotate } from './keys/rotate.ts';
import { status } from './keys/status.ts';
import { UsageError } from './UsageError.ts';

const COMMANDS: Readonly<Record<string, KeysCommand>> = { new: newKey, rotate, status };

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
try {
  if (!command) {
    const usages = Object.values(COMMANDS).map(({ usage, what }) => `  ${usage.padEnd(10)} ${what}`);
    throw new UsageError(`npm run keys -- COMMAND\n${usages.join('\n')}`);
  }
  const { out, note, wrong = false } = await command.run(args);
  console.log(out);
  if (note !== undefined) console.error(note);
  if (wrong) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : 'it failed');
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
