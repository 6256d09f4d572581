import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Which of two gateways took a user's latest connection, by their logs. */
export async function gatewayOf(dataDir: string, userId: string): Promise<number> {
  let latest = { n: 0, time: '' };
  for (const n of [1, 2]) {
    const log = await readFile(join(dataDir, 'logs', `ws-gateway.${n}.log`), 'utf8');
    for (const line of log.split('\n')) {
      if (!line.includes('connection.opened') || !line.includes(userId)) continue;
      const { time } = JSON.parse(line) as { time: string };
      if (time > latest.time) latest = { n, time };
    }
  }
  if (latest.n === 0) throw new Error(`no gateway took a connection of ${userId}`);
  return latest.n;
}
