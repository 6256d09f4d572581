import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { once } from 'node:events';
import { freePort } from '../process/freePort.ts';
import type { Log } from '../process/logSink.ts';
import { runCommand } from '../process/runCommand.ts';
import { startChild, type Child } from '../process/startChild.ts';
import { waitUntilReady } from '../process/waitUntilReady.ts';

const readyMs = 60_000;

/**
 * Runs in a mount and IPC namespace of its own, so that its mounts and shared memory end with it. In the end this very
 * process becomes PostgreSQL. The files are safe against the death of the process, not against a loss of power.
 */
const script = `
set -eu
tree=$1 data=$2 port=$3
mount --bind "$data" "$tree/mnt"
mount -t tmpfs tmpfs "$tree/dev/shm"
chroot "$tree" sh -eu <<'END'
chown postgres:postgres /mnt
[ -d /mnt/pgdata ] && exit
rm -rf /mnt/pgdata.new
runuser -u postgres -- /usr/lib/postgresql/18/bin/initdb -D /mnt/pgdata.new -U postgres -A trust -E UTF8 --locale C.UTF-8 -N
cat >> /mnt/pgdata.new/postgresql.conf <<'CONF'
shared_preload_libraries = 'pg_cron,pg_documentdb_core,pg_documentdb'
cron.database_name = 'postgres'
cron.use_background_workers = on
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
fsync = off
CONF
mv /mnt/pgdata.new /mnt/pgdata
END
exec chroot --userspec=postgres:postgres "$tree" /usr/lib/postgresql/18/bin/postgres -D /mnt/pgdata -p "$port"
`;

export type PostgresOptions = { tree: string; dataDir: string; log: Log };

/**
 * Starts PostgreSQL with DocumentDB out of a folder made by {@link postgresTree} on 127.0.0.1. Needs root.
 * @throws Error when it doesn't serve in time
 */
export async function startPostgres({
  tree,
  dataDir,
  log,
}: PostgresOptions): Promise<Child & { port: number }> {
  const port = await freePort();
  await mkdir(dataDir, { recursive: true });
  const args = ['--mount', '--ipc', 'sh', '-c', script, 'postgres', tree, dataDir, String(port)];
  const child = await startChild({ command: 'unshare', args, log });
  try {
    await waitUntilReady({ what: 'PostgreSQL', child, probe: () => accepts(port), timeoutMs: readyMs });
    await createExtension(tree, port);
  } catch (error) {
    await child.kill();
    throw error;
  }
  return { ...child, port };
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
    return true;
  } finally {
    socket.destroy();
  }
}

/** Makes the extension, and lets expired documents go every second: a test needn't wait a minute for it. */
async function createExtension(tree: string, port: number): Promise<void> {
  const sql = [
    'CREATE EXTENSION IF NOT EXISTS documentdb CASCADE',
    "SELECT cron.alter_job(jobid, schedule := '1 second') FROM cron.job WHERE jobname = 'documentdb_ttl_task'",
  ];
  const commands = sql.flatMap((statement) => ['-c', statement]);
  const psql = ['psql', '-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', '-v', 'ON_ERROR_STOP=1'];
  await runCommand({ command: 'chroot', args: [tree, ...psql, ...commands], timeoutMs: readyMs });
}
