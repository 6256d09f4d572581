import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Secrets = { JWT_SECRET: string; ENCRYPTION_KEYS: string; NATS_KEY: string };

/**
 * The secrets of this data folder, made at the first start and kept in `<dataDir>/secrets`, each in a file that only
 * its owner can read.
 */
export function makeSecrets(dataDir: string): Secrets {
  const folder = join(dataDir, 'secrets');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    JWT_SECRET: kept(join(folder, 'jwt-secret'), () => randomBytes(48).toString('base64url')),
    ENCRYPTION_KEYS: kept(join(folder, 'encryption-keys'), () => `k1:${randomBytes(32).toString('base64')}`),
    NATS_KEY: kept(join(folder, 'nats-key'), () => randomBytes(32).toString('base64url')),
  };
}

function kept(path: string, make: () => string): string {
  if (!existsSync(path)) {
    // By rename: a crash in between must not leave half a key, under which nothing could be read again.
    writeFileSync(`${path}.new`, `${make()}\n`, { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
  }
  return readFileSync(path, 'utf8').trim();
}
