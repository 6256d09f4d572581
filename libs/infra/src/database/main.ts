import { flushCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { serve } from './server/serve.ts';

/** How long after its start it has compiled what it needs most. */
const FLUSH_MS = 3000;

const { values } = parseArgs({
  options: { 'data-dir': { type: 'string' }, port: { type: 'string', default: '0' } },
});
const dataDir = values['data-dir'];
const port = Number(values.port);
if (!dataDir || !Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write('usage: main.ts --data-dir <folder> [--port <0..65535>]\n');
  process.exit(2);
}

const server = await serve(dataDir, port);
process.stdout.write(
  `embedded database, for trying out and for tests: mongodb://127.0.0.1:${server.port}/?directConnection=true\n`,
);
// Soon, since one that is killed leaves nothing to its successor; with what serving needs.
setTimeout(flushCompileCache, FLUSH_MS).unref();
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void server.close().then(() => process.exit(0));
  });
}
