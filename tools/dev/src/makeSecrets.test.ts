import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encryptionKeys } from '@parley/config';
import { expect, test } from '@jest/globals';
import { makeSecrets } from './makeSecrets.ts';

test('secrets are made once, stay the same, differ between folders, and only their owner can read them', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-test-'));
  const other = mkdtempSync(join(tmpdir(), 'parley-test-'));
  const secrets = makeSecrets(dataDir);
  expect(makeSecrets(dataDir)).toEqual(secrets);
  const others: string[] = Object.values(makeSecrets(other));
  expect(Object.values(secrets).filter((secret) => others.includes(secret))).toEqual([]);
  expect(secrets.JWT_SECRET.length).toBeGreaterThanOrEqual(32);
  expect(encryptionKeys().safeParse(secrets.ENCRYPTION_KEYS).success).toBe(true);
  const folder = join(dataDir, 'secrets');
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const names = readdirSync(folder);
  expect(names.sort()).toEqual(['encryption-keys', 'jwt-secret', 'nats-key']);
  for (const name of names) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  rmSync(dataDir, { recursive: true });
  rmSync(other, { recursive: true });
});
