import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { z } from 'zod';
import { readRunFile } from '../src/readRunFile.ts';
import { startProgram, type Parley, type ParleyOptions } from '../src/startProgram.ts';

export const PROGRAM = join(import.meta.dirname, 'fixtures', 'program.ts');
const Answer = z.object({
  fixture: z.string(),
  pid: z.int(),
  url: z.string(),
  nats: z.string(),
  database: z.string(),
});

/** Starts `npm start` with the fixtures for services. */
export const startStack = (options: ParleyOptions): Promise<Parley> => startProgram(PROGRAM, options);

export function newDataDir(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'parley-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** What a fixture answers through the front door. */
export async function ask(parley: Parley, path: string): Promise<z.infer<typeof Answer>> {
  const response = await fetch(parley.url + path);
  if (response.status !== 200) throw new Error(`answered ${response.status}`);
  return Answer.parse(await response.json());
}

/** Opens a WebSocket through the front door; gives the socket and the process that serves it. */
export function upgrade(parley: Parley): Promise<{ socket: Duplex; pid: number }> {
  return new Promise((resolve, reject) => {
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    };
    const client = request(`${parley.url}/ws`, { headers });
    client.on('error', reject);
    client.on('response', (response) => reject(new Error(`answered ${response.statusCode}`)));
    client.on('upgrade', (response, socket) => resolve({ socket, pid: Number(response.headers['x-pid']) }));
    client.end();
  });
}

/** The names of the run files. */
export const runFiles = (dataDir: string): string[] => readdirSync(join(dataDir, 'run')).sort();

/** The processes that are named in the run files. */
export const pids = ({ dataDir }: { dataDir: string }): number[] =>
  runFiles(dataDir).map((name) => {
    const [service = '', n] = name.split('.');
    return readRunFile(dataDir, service, Number(n)).pid;
  });

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
