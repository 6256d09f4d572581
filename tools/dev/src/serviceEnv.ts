import { compiledDir } from '@parley/infra';
import type { Secrets } from './makeSecrets.ts';

export type ServiceEnvOptions = {
  /** The environment of `npm start`: what is set there counts. */
  env: NodeJS.ProcessEnv;
  /** The port that everything is served on. */
  port: number;
  dataDir: string;
  secrets: Secrets;
  /** The addresses of the servers, by the names of their variables. */
  addresses: Readonly<Record<string, string>>;
};

/** The environment of the services: what a person set, and what `npm start` adds to it. */
export function serviceEnv({ env, port, dataDir, secrets, addresses }: ServiceEnvOptions): NodeJS.ProcessEnv {
  const added: Record<string, string> = {
    ...addresses,
    AUTH_MODE: 'dev',
    ALLOWED_ORIGINS: `http://localhost:${port},http://127.0.0.1:${port}`,
    CONSOLE_URL: `http://localhost:${port}`,
    ENCRYPTION_KEYS: secrets.ENCRYPTION_KEYS,
    SHUTDOWN_GRACE: '4s',
    NODE_COMPILE_CACHE: compiledDir(env),
    // A secret and public keys exclude each other.
    ...(isSet(env, 'JWKS_URL') ? {} : { JWT_SECRET: secrets.JWT_SECRET }),
  };
  const missing = Object.entries(added).filter(([name]) => !isSet(env, name));
  return { ...env, ...Object.fromEntries(missing), DATA_DIR: dataDir };
}

/** Is a key given, as itself or as the file that holds it? */
export function isSet(env: NodeJS.ProcessEnv, name: string): boolean {
  return Boolean(env[name]) || Boolean(env[`${name}_FILE`]);
}
