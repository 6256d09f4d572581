import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';

const DIST = join(import.meta.dirname, '../dist');
const MOST_KB = 60;
const PART_MOST_KB = 40;

const sizeOf = (file: string): number => gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length;

/** A page with the scripts and styles that it names, and whatever those import at once. */
function firstLoad(page: string): string[] {
  const found = [page];
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

const named = (files: readonly string[]): string[] =>
  files.map((file) => file.replace(/^assets\/|-[\w-]{8}\.(js|css)$/g, '')).toSorted();

test.each(['index.html', 'admin.html'])(
  '[size] everything that a first visit to %s loads is at most 60 kB of gzip, each part that comes later 40',
  (page) => {
    const files = globSync('**/*.{html,js,css}', { cwd: DIST });
    const first = firstLoad(page);
    const later = files.filter((file) => !first.includes(file));
    expect(first.length).toBeGreaterThanOrEqual(4);
    expect(first.every((file) => files.includes(file))).toBe(true);
    const total = first.reduce((sum, file) => sum + sizeOf(file), 0);
    const told = [...files.map((file) => `${file}: ${sizeOf(file)}`), `first: ${total}`].join(' bytes\n');
    if (total > MOST_KB * 1000) throw new Error(`first load over ${MOST_KB} kB:\n${told}`);
    const large = later.filter((file) => sizeOf(file) > PART_MOST_KB * 1000);
    if (large.length > 0) throw new Error(`${large.join(', ')} over ${PART_MOST_KB} kB:\n${told}`);
  },
);

test('[size] what isn’t needed at once comes later, and what staff sees only to staff', () => {
  const files = globSync('**/*.{html,js,css}', { cwd: DIST });
  const later = (page: string): string[] => {
    const first = firstLoad(page);
    return named(files.filter((file) => !first.includes(file)));
  };
  const staff = [
    'auditView',
    'cannedEditor',
    'console',
    'metricsView',
    'notificationsView',
    'queueView',
    'releaseForm',
    'sessionView',
    'usageView',
    'userView',
  ];
  const ofChat = [
    'answerText',
    'eraseDialog',
    'helpForm',
    'messageEditor',
    'nameField',
    'noteForm',
    'peopleBar',
    'sessionsPanel',
  ];
  expect(later('index.html')).toEqual(expect.arrayContaining([...ofChat, ...staff, 'admin']));
  expect(later('admin.html')).toEqual(expect.arrayContaining([...ofChat, ...staff, 'index']));
});
