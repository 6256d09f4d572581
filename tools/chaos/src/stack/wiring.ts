/** By which ways the parts of a stack reach each other. */
export interface Wiring {
  /** Of the servers. */
  readonly ports: Readonly<Record<string, number>>;
  /** What each replica's environment says of the servers' addresses. */
  readonly replicas: Readonly<Record<string, NodeJS.ProcessEnv>>;
}

const VARIABLE = 'CHAOS_WIRING';

/** The environment by which the program that is started learns of its wiring. */
export const wiringEnv = (wiring: Wiring): NodeJS.ProcessEnv => ({ [VARIABLE]: JSON.stringify(wiring) });

export function readWiring(env: NodeJS.ProcessEnv): Wiring {
  const text = env[VARIABLE];
  if (text === undefined) throw new Error(`${VARIABLE} is missing: tools/chaos starts this program`);
  return JSON.parse(text) as Wiring;
}
