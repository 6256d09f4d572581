import { join } from 'node:path';
import type { Say } from '@parley/infra';
import type { Secrets } from './makeSecrets.ts';
import type { ServerKind } from './servers.ts';
import type { Unit } from './unit.ts';

export type ServerUnitOptions = {
  kind: ServerKind;
  dataDir: string;
  secrets: Secrets;
  say: Say;
  /** Gets its address, at the first start. */
  onUrl: (url: string) => void;
};

/** A server with its files in `<dataDir>/<name>` that stays on the port it got first. */
export function serverUnit({ kind, dataDir, secrets, say, onUrl }: ServerUnitOptions): Unit {
  const log = join(dataDir, 'logs', `${kind.name}.1.log`);
  let port: number | undefined;
  return {
    service: kind.name,
    n: 1,
    async start() {
      const running = await kind.start({ dataDir: join(dataDir, kind.name), secrets, log, say, port });
      port = running.port;
      onUrl(running.url);
      return running;
    },
  };
}
