import { isAtLeast, type Version } from './natsVersion.ts';

export type NatsConfigOptions = {
  port: number;
  storeDir: string;
  cipher: 'chachapoly' | 'aes';
  syncInterval?: 'always' | `${number}s` | undefined;
  monitorPort?: number | undefined;
  version: Version;
};

/** The name of the environment variable through which the server gets its key; so it is in no file. */
export const NATS_KEY_VARIABLE = 'PARLEY_NATS_KEY';

/** Configuration of a nats-server on loopback with an encrypted JetStream in files. */
export function natsConfig({
  port,
  storeDir,
  cipher,
  syncInterval,
  monitorPort,
  version,
}: NatsConfigOptions): string {
  const lines = [
    'server_name: parley',
    'host: "127.0.0.1"',
    `port: ${port}`,
    ...(monitorPort === undefined ? [] : [`http: "127.0.0.1:${monitorPort}"`]),
    'jetstream {',
    `  store_dir: ${JSON.stringify(storeDir)}`,
    `  cipher: ${cipher}`,
    `  key: $${NATS_KEY_VARIABLE}`,
    // Older servers don't know it.
    ...(syncInterval !== undefined && isAtLeast(version, [2, 10, 0])
      ? [`  sync_interval: ${syncInterval}`]
      : []),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}
