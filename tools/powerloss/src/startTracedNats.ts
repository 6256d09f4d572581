import { chmod, writeFile } from 'node:fs/promises';
import { findNats, runCommand, startNats, type NatsOptions, type NatsServer } from '@parley/infra';

/** Every call that changes files or names, or tells somebody something. */
const CALLS =
  'openat open creat close dup dup2 dup3 lseek write pwrite64 writev pwritev pwritev2 sendfile copy_file_range ' +
  'fallocate truncate ftruncate fsync fdatasync sync syncfs sync_file_range msync mkdir mkdirat rmdir ' +
  'rename renameat renameat2 link linkat symlinkat unlink unlinkat';

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * Starts a nats-server under strace, which writes every such call with all of its bytes to `trace`; `script` is a file
 * that it makes to do so.
 * @throws Error when strace or nats-server can't be had
 */
export async function startTracedNats(
  options: NatsOptions,
  { trace, script }: { trace: string; script: string },
): Promise<NatsServer> {
  await runCommand({ command: 'strace', args: ['-V'], timeoutMs: 10_000 });
  const { path, version } = await findNats();
  const strace = ['strace', '-f', '-xx', '-s', '16777216', '-e', 'signal=none', '--seccomp-bpf', '-e'];
  const command = [
    ...strace,
    `trace=${CALLS.replaceAll(/\w+/g, '?$&').replaceAll(' ', ',')}`,
    '-o',
    trace,
    path,
  ];
  await writeFile(script, `#!/bin/sh\nexec ${command.map(quoted).join(' ')} "$@"\n`);
  await chmod(script, 0o755);
  return startNats({ ...options, binary: { path: script, version } });
}
