import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { encode } from '../bson/codec.ts';
import { Database } from '../storage/database.ts';
import { storable } from '../storage/documentRules.ts';
import { Turn } from './turn.ts';

let dataDir: string;
let database: Database;
let turn: Turn;
let replies: string[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'parley-turn-'));
  database = new Database(dataDir);
  turn = new Turn(database);
  replies = [];
});
afterEach(() => {
  database.close();
  rmSync(dataDir, { recursive: true });
});

/** Inserts a document of about `size` bytes, and then fails if told so. */
function submit(_id: string, { size = 10, fails = false, into = 'docs' } = {}): void {
  turn.submit({
    writes: true,
    run() {
      const { doc, bytes } = storable({ _id, text: 'x'.repeat(size) });
      database.catalogue.getOrCreate('test', into).insert(doc, bytes);
      if (fails) throw new Error('told to');
      return encode({});
    },
    fail: (error) => encode({ error: error instanceof Error ? error.message : '' }),
    reply: (document) => replies.push(`${_id}: ${document.length > 5 ? 'failed' : 'done'}`),
  });
}

const count = (name: string) => database.catalogue.get('test', name)?.count();

describe('a turn', () => {
  test('replies only when it is over, in the order of the commands', () => {
    submit('a');
    submit('b');
    expect(replies).toEqual([]);
    turn.finish();
    expect(replies).toEqual(['a: done', 'b: done']);
  });

  test('takes back what a failed command did, the collection that it made too, and nothing else', () => {
    submit('a');
    submit('b', { fails: true });
    submit('c', { fails: true, into: 'others' });
    submit('d');
    turn.finish();
    expect(replies).toEqual(['a: done', 'b: failed', 'c: failed', 'd: done']);
    expect(count('docs')).toBe(2);
    expect(count('others')).toBeUndefined();
  });

  test('fails as a whole when the file is full, and the next one is served again', () => {
    submit('first');
    turn.finish();
    const [{ page_count: pages } = {}] = database.sqlite.all('PRAGMA page_count');
    database.sqlite.schema(`PRAGMA max_page_count = ${Number(pages) + 20}`);
    submit('small');
    submit('large', { size: 1_000_000 });
    submit('late');
    turn.finish();
    expect(replies[0]).toBe('first: done');
    expect(replies).toContain('large: failed');
    const done = replies.filter((reply) => reply.endsWith('done')).length;
    expect(count('docs')).toBe(done);
    database.sqlite.schema('PRAGMA max_page_count = 1000000');
    submit('again', { size: 1_000_000 });
    turn.finish();
    expect(replies.at(-1)).toBe('again: done');
    expect(count('docs')).toBe(done + 1);
  });

  test('is lost as a whole when SQLite ended the transaction', () => {
    submit('a');
    turn.submit({
      writes: true,
      run() {
        database.sqlite.run('ROLLBACK');
        throw new Error('the disk is gone');
      },
      fail: () => encode({ error: 'x' }),
      reply: () => replies.push('b: failed'),
    });
    submit('c');
    turn.finish();
    expect(replies).toEqual(['a: failed', 'b: failed', 'c: failed']);
    expect(count('docs')).toBeUndefined();
    submit('d');
    turn.finish();
    expect(replies.at(-1)).toBe('d: done');
  });
});
