import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';

const DIST = join(import.meta.dirname, '../dist');
const MOST_KB = 60;

test('[size] everything that a first visit loads is at most 60 kB of gzip', () => {
  const files = globSync('**/*.{html,js,css}', { cwd: DIST });
  const sizes = files.map(
    (file) => [file, gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length] as const,
  );
  expect(files).toContain('index.html');
  const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
  const told = [...sizes, ['all', total]].map(([file, bytes]) => `${file}: ${bytes} bytes`).join('\n');
  if (total > MOST_KB * 1000) throw new Error(`first load over ${MOST_KB} kB:\n${told}`);
});
