import { join } from 'node:path';
import { startProgram, SERVERS, SERVICES, type Parley } from '@parley/dev';
import { freePort } from '@parley/infra';
import type { Lines } from '../lines/Lines.ts';
import { nameOf, type Replica } from './Replica.ts';
import { wiringEnv } from './wiring.ts';

/** All of Parley, with its lines. */
export interface Stack {
  readonly parley: Parley;
  readonly services: readonly Replica[];
  readonly servers: readonly Replica[];
  /** Names of the lines between services and servers. */
  readonly lines: readonly string[];
  /** The front door's port. */
  readonly port: number;
  /** The database itself, past all lines. */
  readonly databaseUrl: string;
}

export interface StackOptions {
  readonly dataDir: string;
  readonly lines: Lines;
  /** How many of each service. */
  readonly replicas: Readonly<Record<string, number>>;
  /** The file of the models. */
  readonly modelsFile: string;
}

/** Clients here do in a minute what people do in an hour: the limits are tested elsewhere. */
const LIMITS = {
  RATE_MESSAGES: '1000000/1m',
  RATE_HELP: '1000000/1m',
  RATE_CONNECTIONS: '1000000/1m',
  RATE_HANDSHAKES: '1000000/1m',
};

const databaseUrl = (port: number): string => `mongodb://127.0.0.1:${port}/parley?directConnection=true`;

/**
 * Starts Parley as `npm start` does, with a line between each service's replica and each server.
 * @throws Error with what it said when it can't start
 */
export async function startStack({ dataDir, lines, replicas, modelsFile }: StackOptions): Promise<Stack> {
  const services = SERVICES.flatMap(({ name }) =>
    Array.from({ length: replicas[name] ?? 1 }, (_, at) => ({ service: name, n: at + 1 })),
  );
  const ports = { nats: await freePort(), database: await freePort() };
  const names: string[] = [];
  const line = async (replica: Replica, server: keyof typeof ports): Promise<number> => {
    const name = `${nameOf(replica)}-${server}`;
    names.push(name);
    return lines.open(name, ports[server]);
  };
  const wired: Record<string, NodeJS.ProcessEnv> = {};
  for (const replica of services) {
    wired[nameOf(replica)] = {
      NATS_URL: `nats://127.0.0.1:${await line(replica, 'nats')}`,
      MONGODB_URI: databaseUrl(await line(replica, 'database')),
    };
  }
  const port = await freePort();
  const env = { ...LIMITS, MODELS_FILE: modelsFile, ...wiringEnv({ ports, replicas: wired }) };
  const program = join(import.meta.dirname, 'program.ts');
  const parley = await startProgram(program, { dataDir, port, replicas, env });
  return {
    parley,
    services,
    servers: SERVERS.map(({ name }) => ({ service: name, n: 1 })),
    lines: names,
    port,
    databaseUrl: databaseUrl(ports.database),
  };
}
