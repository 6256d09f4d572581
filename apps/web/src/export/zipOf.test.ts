import { describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { eventually } from '@parley/testing';
import { unzip } from '../../test/support/unzip.ts';
import { type ZippedFile, zipOf } from './zipOf.ts';

/** A kilobyte that can't be made smaller by much. */
const noise = (): string => randomBytes(768).toString('base64');
const at = new Date(1_700_000_000_000);

/** Files whose content nobody has until it is asked for, and what was asked for so far. */
function counting(files: number, kilobytes: number) {
  const asked = { files: 0, kilobytes: 0, ended: 0 };
  async function* content(): AsyncGenerator<string> {
    try {
      for (let i = 0; i < kilobytes; i++) {
        asked.kilobytes++;
        yield noise();
      }
    } finally {
      asked.ended++;
    }
  }
  async function* all(): AsyncGenerator<ZippedFile> {
    try {
      for (let i = 0; i < files; i++) {
        asked.files++;
        yield { path: `${i}.txt`, at, content: content() };
      }
    } finally {
      asked.ended++;
    }
  }
  return { asked, files: all() };
}

describe('zipOf', () => {
  test('what goes in comes out', async () => {
    const files = async function* (): AsyncGenerator<ZippedFile> {
      yield { path: 'a b/日本 é.md', at, content: ['first ', '', 'ünd 👩‍🚀'] };
      yield { path: 'empty.json', at, content: [] };
    };
    expect([...(await unzip(await buffer(zipOf(files()))))]).toEqual([
      ['a b/日本 é.md', 'first ünd 👩‍🚀'],
      ['empty.json', ''],
    ]);
  });

  test('nothing is read for a reader that waits, but what its streams hold', async () => {
    const { asked, files } = counting(1000, 10_000);
    const archive = zipOf(files);
    await eventually('the beginning', () => archive.readableLength > 0);
    // Each look is a turn of the loop in which the streams could go on.
    let before = -1;
    await eventually('it stands still', () => asked.kilobytes === before || void (before = asked.kilobytes), {
      everyMs: 200,
    });
    expect(asked.files).toBe(1);
    expect(asked.kilobytes).toBeLessThan(1000);
    archive.destroy();
    await eventually('all that was opened is closed', () => asked.ended === 2);
  });

  test('breaks off when a file can’t be read', async () => {
    const files = async function* (): AsyncGenerator<ZippedFile> {
      yield { path: 'whole', at, content: [noise()] };
      yield {
        path: 'broken',
        at,
        content: (function* () {
          yield noise();
          throw new Error('it is gone');
        })(),
      };
    };
    await expect(buffer(zipOf(files()))).rejects.toThrow('it is gone');
  });

  test('breaks off when the list of files can’t be read on', async () => {
    const files = async function* (): AsyncGenerator<ZippedFile> {
      yield { path: 'whole', at, content: [noise()] };
      throw new Error('the list is gone');
    };
    await expect(buffer(zipOf(files()))).rejects.toThrow('the list is gone');
  });
});
