/** `npm run queue -- list|show|retry|drop|status`: what services gave up, and how full the queue is. */
import { connectBus } from '@parley/bus';
import { defineConfig, loadConfig, natsKeys } from '@parley/config';
import { createLogger } from '@parley/logging';
import { UsageError } from './UsageError.ts';
import { within } from './within.ts';
import { drop } from './queue/drop.ts';
import { list } from './queue/list.ts';
import type { QueueCommand } from './queue/QueueCommand.ts';
import { retry } from './queue/retry.ts';
import { show } from './queue/show.ts';
import { status } from './queue/status.ts';

const COMMANDS: Readonly<Record<string, QueueCommand>> = { list, show, retry, drop, status };
const CONNECT_MS = 10_000;

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
try {
  if (!command) {
    const usages = Object.values(COMMANDS).map(({ usage, what }) => `  ${usage.padEnd(10)} ${what}`);
    throw new UsageError(`npm run queue -- COMMAND\n${usages.join('\n')}`);
  }
  const log = createLogger({ service: 'queue', level: 'silent' });
  const { NATS_URL } = loadConfig(defineConfig(natsKeys), process.env);
  const bus = await within(
    CONNECT_MS,
    connectBus({ url: NATS_URL.join(','), name: 'queue', log }),
    'NATS_URL: no server answers there',
  );
  try {
    console.log(await command.run(bus, args));
  } finally {
    await bus.close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : 'it failed');
  // What waits for a connection goes on waiting.
  process.exit(error instanceof UsageError ? 2 : 1);
}
