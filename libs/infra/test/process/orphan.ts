/** Starts a child that would run for ever, says its pid and waits to be killed. */
import { startChild } from '../../src/index.ts';

const child = await startChild({ command: '/bin/sh', args: ['-c', 'sleep 600 & wait'] });
process.stdout.write(`${child.pid}\n`);
setInterval(() => {}, 1000);
