import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readTrace } from '../src/readTrace.ts';
import type { Syscall } from '../src/Syscall.ts';

/** The calls of a trace of these lines. */
async function read(lines: readonly string[]): Promise<Syscall[]> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-trace-'));
  await writeFile(join(folder, 'trace'), `${lines.join('\n')}\n`);
  const calls = await readTrace(join(folder, 'trace'));
  await rm(folder, { recursive: true });
  return calls;
}

test('calls are read in the order in which they ended, in halves too; what never ended isn’t there', async () => {
  const calls = await read([
    '7 openat(AT_FDCWD, "\\x2f\\x61", O_RDWR|O_CREAT, 0640) = 5',
    '7 write(5, "\\x68\\x69", 2 <unfinished ...>',
    '8 fsync(6 <unfinished ...>',
    '7 <... write resumed>) = 2',
    '9 unlinkat(AT_FDCWD, "\\x2f\\x62", 0) = -1 ENOENT (No such file or directory)',
    '8 <... fsync resumed>)           = 0',
    '9 pwrite64(5, "\\x29\\x20\\x3d\\x20\\x31", 5, 10 <unfinished ...>',
    '9 +++ killed by SIGKILL +++',
  ]);
  expect(calls).toEqual([
    { name: 'openat', args: 'AT_FDCWD, "\\x2f\\x61", O_RDWR|O_CREAT, 0640', result: 5 },
    { name: 'write', args: '5, "\\x68\\x69", 2', result: 2 },
    { name: 'unlinkat', args: 'AT_FDCWD, "\\x2f\\x62", 0', result: -1 },
    { name: 'fsync', args: '6', result: 0 },
  ]);
});

test('a descriptor is free as soon as its close begins: the next file may have it before that ends', async () => {
  const calls = await read([
    '7 close(5 <unfinished ...>',
    '8 openat(AT_FDCWD, "\\x2f\\x61", O_RDWR|O_CREAT, 0640) = 5',
    '7 <... close resumed>)             = 0',
    '8 write(5, "\\x68\\x69", 2) = 2',
    '8 close(5)                         = 0',
  ]);
  expect(calls.map(({ name, result }) => [name, result])).toEqual([
    ['close', 0],
    ['openat', 5],
    ['write', 2],
    ['close', 0],
  ]);
});
