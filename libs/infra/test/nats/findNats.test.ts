import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findNats, freePort, runCommand } from '../../src/index.ts';
import { isAtLeast, parseNatsVersion } from '../../src/nats/natsVersion.ts';

const fake = (version: string) => `#!/bin/sh\necho 'nats-server: v${version}'\n`;
let folder: string;
let env: NodeJS.ProcessEnv;
let said: string[];
let server: Server;
let archive: Buffer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-test-'));
  said = [];
  // A machine with nothing but a shell and an empty cache.
  env = { PATH: join(folder, 'bin'), GOPATH: join(folder, 'go'), XDG_CACHE_HOME: join(folder, 'cache') };
  const name = 'nats-server-v9.9.9-test';
  await program(join(folder, 'pack', name), '9.9.9');
  await runCommand({
    command: 'tar',
    args: ['-czf', 'a.tgz', '-C', 'pack', name],
    cwd: folder,
    timeoutMs: 5000,
  });
  archive = await readFile(join(folder, 'a.tgz'));
  server = createServer((request, response) => {
    if (request.url === `/${name}.tar.gz`) response.setHeader('content-length', archive.length).end(archive);
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function program(at: string, version: string): Promise<string> {
  await mkdir(at, { recursive: true });
  const path = join(at, 'nats-server');
  await writeFile(path, fake(version));
  await chmod(path, 0o755);
  return path;
}

function release(sum = createHash('sha256').update(archive).digest('hex')) {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const sha256 = { [`${process.platform}-${process.arch}`]: { name: 'test', sum } };
  return { version: '9.9.9', baseUrl: `http://127.0.0.1:${port}`, sha256 };
}

const find = (from = release()) => findNats({ env, say: (line) => said.push(line), release: from });

describe('findNats', () => {
  test('takes one on PATH, or where Go installs, when it is new enough', async () => {
    const inGo = await program(join(folder, 'go', 'bin'), '2.11.0');
    expect(await find()).toEqual({ path: inGo, version: [2, 11, 0] });
    const onPath = await program(join(folder, 'bin'), '2.15.2');
    expect(await find()).toEqual({ path: onPath, version: [2, 15, 2] });
    expect(said).toEqual([]);
  });

  test('passes over an old one, fetches the release, says so, and finds it in the cache the next time', async () => {
    await program(join(folder, 'bin'), '2.9.10');
    const path = join(folder, 'cache', 'parley', 'nats-server', 'nats-server');
    expect(await find()).toEqual({ path, version: [9, 9, 9] });
    expect(said.join('\n')).toMatch(
      /is version 2\.9\.10, 2\.11\.0 is needed\nfetching http[^]*100 %[^]*is kept in/,
    );
    server.close();
    said = [];
    expect(await find()).toEqual({ path, version: [9, 9, 9] });
    expect(said.filter((line) => line.includes('fetching'))).toEqual([]);
  });

  test('refuses a release whose checksum is another, tries every way, and then says why none worked', async () => {
    await expect(find(release('0'.repeat(64)))).rejects.toThrow(
      /has SHA-256 [0-9a-f]{64}, not 0{64}; go can't be started: .*ENOENT; apt-get can't .*Install nats-server 2.11.0/,
    );
    expect(said.filter((line) => line.startsWith("that didn't work"))).toHaveLength(3);
  });

  test('goes on when the release can not be had', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    await expect(find({ ...release(), baseUrl: nobody })).rejects.toThrow(
      /fetch failed: .*ECONNREFUSED.*; go can't/,
    );
    await expect(find({ ...release(), baseUrl: `${release().baseUrl}/no` })).rejects.toThrow(
      /answered 404; go can't/,
    );
    await expect(find({ ...release(), sha256: {} })).rejects.toThrow(/no checksum is known for .*; go can't/);
  });
});

describe('nats versions', () => {
  test('are read from what the server says', () => {
    expect(parseNatsVersion('nats-server: v2.15.2')).toEqual([2, 15, 2]);
    expect(parseNatsVersion('redis 7')).toBeUndefined();
  });

  test('are compared place by place', () => {
    expect(isAtLeast([2, 11, 0], [2, 11, 0])).toBe(true);
    expect(isAtLeast([2, 9, 10], [2, 11, 0])).toBe(false);
    expect(isAtLeast([3, 0, 0], [2, 11, 5])).toBe(true);
  });
});
