import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';

const DIST = join(import.meta.dirname, '../dist');
const MOST_KB = 60;
const PART_MOST_KB = 40;

const sizeOf = (file: string): number => gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length;

/** The page with the scripts and styles that it names, and whatever those import at once. */
function firstLoad(): string[] {
  const found = ['index.html'];
  for (const file of found) {
    const text = readFileSync(join(DIST, file), 'utf8');
    const names = file.endsWith('.html')
      ? text.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)
      : text.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([^"]+\.js)"/g);
    for (const [, name = ''] of names) {
      const path = file.endsWith('.html') ? name : `assets/${name}`;
      if (!found.includes(path)) found.push(path);
    }
  }
  return found;
}

test('[size] everything that a first visit loads is at most 60 kB of gzip, each part that comes later 40', () => {
  const files = globSync('**/*.{html,js,css}', { cwd: DIST });
  const first = firstLoad();
  const later = files.filter((file) => !first.includes(file));
  expect(first.length).toBeGreaterThanOrEqual(4);
  expect(first.every((file) => files.includes(file))).toBe(true);
  expect(later.map((file) => file.replace(/^assets\/|-[\w-]{8}\.js$/g, '')).sort()).toEqual([
    'answerText',
    'eraseDialog',
    'messageEditor',
    'nameField',
    'noteForm',
    'sessionsPanel',
  ]);
  const total = first.reduce((sum, file) => sum + sizeOf(file), 0);
  const told = [...files.map((file) => `${file}: ${sizeOf(file)}`), `first: ${total}`].join(' bytes\n');
  if (total > MOST_KB * 1000) throw new Error(`first load over ${MOST_KB} kB:\n${told}`);
  const large = later.filter((file) => sizeOf(file) > PART_MOST_KB * 1000);
  if (large.length > 0) throw new Error(`${large.join(', ')} over ${PART_MOST_KB} kB:\n${told}`);
});
