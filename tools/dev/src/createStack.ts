import { createParts, type LifecycleLog, type Part, type Running } from '@parley/lifecycle';
import { createFleet } from './createFleet.ts';
import { lockDataDir } from './lockDataDir.ts';
import { makeSecrets } from './makeSecrets.ts';
import { openFrontDoor, type FrontDoor } from './openFrontDoor.ts';
import type { Replicas } from './replicas.ts';
import { clearRunFiles } from './runFiles.ts';
import { isSet, serviceEnv } from './serviceEnv.ts';
import { serviceAt } from './serviceAt.ts';
import type { Service } from './services.ts';
import { serviceUnit } from './serviceUnit.ts';
import type { ServerKind } from './servers.ts';
import { serverUnit } from './serverUnit.ts';

export type StackOptions = {
  /** The project's folder. */
  root: string;
  dataDir: string;
  port: number;
  replicas: Replicas;
  env: NodeJS.ProcessEnv;
  services: readonly Service[];
  servers: readonly ServerKind[];
  /** What is to be made before the services start, beside the servers. */
  prepare: (say: (line: string) => void) => Promise<void>;
  say: (part: string, line: string) => void;
  log: LifecycleLog;
};

export type Stack = Running & { port(): number };

/** The bounds of stopping: together less than the ten seconds in which all has to be gone. */
const SERVICES_MS = 5500;
const SERVERS_MS = 2500;
const WHOLE_MS = 9000;

const NOBODY: readonly number[] = [];

/** Everything that `npm start` runs, in the order in which it starts; it stops in reverse. */
export function createStack(options: StackOptions): Stack {
  const { root, dataDir, env, services, servers, say, log } = options;
  const ports = new Map<string, number[]>(services.map(({ name }) => [name, []]));
  const addresses: Record<string, string> = {};
  const outside = createFleet(dataDir, say);
  const ours = createFleet(dataDir, say);
  let unlock: (() => void) | undefined;
  let door: FrontDoor | undefined;
  const portOf = () => door?.port ?? options.port;

  const folder: Part = {
    name: 'data folder',
    start() {
      unlock = lockDataDir(dataDir);
      clearRunFiles(dataDir);
    },
    stop: () => unlock?.(),
  };
  const entrance: Part = {
    name: 'front door',
    async start() {
      const targetsOf = (path: string) => ports.get(serviceAt(services, path)?.name ?? '') ?? NOBODY;
      door = await openFrontDoor({ port: options.port, targetsOf });
    },
    stop: () => door?.close(),
  };
  const outsidePart: Part = {
    name: 'servers',
    async start() {
      const secrets = makeSecrets(dataDir);
      const units = servers
        .filter(({ variable }) => !isSet(env, variable))
        .map((kind) => {
          const onUrl = (url: string) => void (addresses[kind.variable] = url);
          return serverUnit({ kind, dataDir, secrets, say: (line) => say(kind.name, line), onUrl });
        });
      await Promise.all([options.prepare((line) => say('build', line)), outside.start(units)]);
    },
    stop: () => outside.stop(SERVERS_MS),
    stopMs: SERVERS_MS + 500,
  };
  const oursPart: Part = {
    name: 'services',
    async start() {
      const secrets = makeSecrets(dataDir);
      const envOf = () => serviceEnv({ env, port: portOf(), dataDir, secrets, addresses });
      const units = [];
      for (const service of services) {
        for (let n = 1; n <= (options.replicas.get(service.name) ?? 1); n++) {
          const unit = await serviceUnit({ service, n, root, dataDir, env: envOf });
          ports.get(service.name)?.push(unit.port);
          units.push(unit);
        }
      }
      await ours.start(units);
    },
    stop: () => ours.stop(SERVICES_MS),
    stopMs: SERVICES_MS + 500,
  };
  const parts = createParts([folder, entrance, outsidePart, oursPart], { log, graceMs: WHOLE_MS });
  return { ...parts, port: portOf };
}
