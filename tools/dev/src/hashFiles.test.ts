import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { hashFiles } from './hashFiles.ts';

test('the hash changes with content, names and new files, and with nothing else', () => {
  const root = mkdtempSync(join(tmpdir(), 'parley-test-'));
  mkdirSync(join(root, 'src', 'deep'), { recursive: true });
  const hash = () => hashFiles(root, ['src/**/*', 'one.json']);
  const write = (name: string, text: string) => writeFileSync(join(root, name), text);
  const seen = [hash()];
  const expectNew = () => {
    expect(seen).not.toContain(hash());
    seen.push(hash());
  };
  write('src/deep/a.ts', 'a');
  expectNew();
  write('src/deep/a.ts', 'b');
  expectNew();
  write('one.json', '{}');
  expectNew();
  write('other.json', '{}');
  write('src/deep/a.ts', 'b');
  expect(hash()).toBe(seen.at(-1));
  rmSync(root, { recursive: true });
});
