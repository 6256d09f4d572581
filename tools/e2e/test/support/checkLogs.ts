import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';

export type LogLine = Readonly<Record<string, unknown>> & {
  readonly service: string;
  readonly event: string;
};

const OURS = /^(ws-gateway|llm-worker|notifier|admin-api|web)\.\d+\.log$/;
const LEVELS = ['debug', 'info', 'warn', 'error', 'fatal'];

function checkLine(line: string, service: string): LogLine {
  let read: Record<string, unknown>;
  try {
    read = JSON.parse(line) as Record<string, unknown>;
  } catch {
    throw new Error(`${service} wrote a line that is no JSON: ${line}`);
  }
  expect(read).toMatchObject({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    level: expect.any(String),
    service,
    event: expect.stringMatching(/^[a-z]+(\.[a-z_]+)+$/),
  });
  expect(LEVELS).toContain(read['level']);
  if (read['level'] === 'error') expect(read).toHaveProperty('error');
  return read as LogLine;
}

/** The secrets that a stack made for itself. */
async function secretsIn(dataDir: string): Promise<string[]> {
  const folder = join(dataDir, 'secrets');
  const files = await readdir(folder);
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return texts.map((text) => text.trim().replace(/^[\w-]+:/, ''));
}

/**
 * Reads all logs of a stack: every line of a service is JSON with time, level, service and event, and nowhere stands a
 * secret of the stack or any of `private_` (texts, tokens, keys). Gives the services' lines.
 */
export async function checkLogs(dataDir: string, private_: readonly string[]): Promise<LogLine[]> {
  const hidden = [...private_, ...(await secretsIn(dataDir))];
  const lines: LogLine[] = [];
  for (const file of await readdir(join(dataDir, 'logs'))) {
    const log = await readFile(join(dataDir, 'logs', file), 'utf8');
    for (const secret of hidden) {
      const at = log.indexOf(secret);
      if (at >= 0) throw new Error(`${file} tells a secret: ${log.slice(Math.max(0, at - 300), at + 100)}`);
    }
    const service = OURS.exec(file)?.[1];
    if (service === undefined) continue;
    for (const line of log.split('\n')) if (line) lines.push(checkLine(line, service));
  }
  return lines;
}
