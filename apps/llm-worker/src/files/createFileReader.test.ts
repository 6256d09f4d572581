import { randomFillSync } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { ContextImage } from '@parley/conversation';
import { cleanText } from '@parley/protocol';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { docxOf, JPEG, pdfOf, pngOf, zipOf } from '../../test/documents.ts';
import { MemoryFiles } from '../../test/memoryFiles.ts';
import { APART_LIMITS, doApart, type ApartLimits } from './apart/doApart.ts';
import { createFileReader, MOST_FILE_BYTES } from './createFileReader.ts';
import { createLimit } from './createLimit.ts';
import { MOST_TEXT } from './decodeText.ts';
import { imageHeader } from './imageHeader.ts';
import { MOST_IMAGE_BYTES } from './imageLimits.ts';
import type { FileMissing } from './Files.ts';

/** Tests share their machine. */
const PATIENT = { ...APART_LIMITS, timeoutMs: 60_000 };
const warned: unknown[] = [];
const log = { warn: (event: string, fields?: object) => void warned.push(event, fields) };
const US = { sessionId: 's', userId: 'u' };

async function read(
  content: Uint8Array | string | FileMissing,
  { vision = true, limits = PATIENT }: { vision?: boolean; limits?: ApartLimits } = {},
) {
  const files = new MemoryFiles();
  const { fileId } = files.put('a file', content);
  return createFileReader(files, log, { limits }).read(fileId, { ...US, vision });
}
const asText = (text: string, isWhole = true) => ({
  kind: 'text',
  name: 'a file',
  mime: 'text/plain',
  text,
  isWhole,
});
const unread = (reason: string) => ({ kind: 'unread', reason });
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
/** What begins like an image of these pixels, and has none. */
const pixelBomb = (width: number, height: number): Uint8Array => {
  const bytes = Buffer.alloc(64);
  bytes.write('\x89PNG\r\n\x1a\n', 'latin1');
  bytes.write('IHDR', 12);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
};

describe('the text of a file', () => {
  test('comes from PDF, Word, CSV, code, text in UTF-8 and UTF-16', async () => {
    expect(await read(pdfOf('Kestrels eat', '(voles)'))).toEqual(asText('Kestrels eat\n(voles)\n'));
    expect(await read(docxOf('Kestrels <eat>', 'voles & mice'))).toEqual(
      asText('Kestrels <eat>\n\nvoles & mice\n\n'),
    );
    expect(await read('name,count\nkestrel,3\n')).toEqual(asText('name,count\nkestrel,3\n'));
    expect(await read('')).toEqual(asText(''));
    const words = 'Fälkchen 🦅';
    expect(await read(Buffer.from(`\ufeff${words}`, 'utf16le'))).toEqual(asText(words));
    expect(await read(Buffer.from(`\ufeff${words}`, 'utf16le').swap16())).toEqual(asText(words));
    expect(await read(Buffer.from(`\ufeff${words}`))).toEqual(asText(words));
  });

  test('is cut where it is longer than is taken, never within a character', async () => {
    const long = await read('🦅'.repeat(MOST_TEXT));
    expect(long).toEqual(asText('🦅'.repeat(MOST_TEXT / 2), false));
    const odd = await read(`x${'🦅'.repeat(MOST_TEXT)}`);
    expect(odd).toEqual(asText(`x${'🦅'.repeat(MOST_TEXT / 2 - 1)}`, false));
    const pages = await read(pdfOf(...Array.from({ length: 90 }, () => 'x'.repeat(5_000))));
    expect(pages).toMatchObject({ isWhole: false });
    expect(pages.kind === 'text' && pages.text.length).toBe(MOST_TEXT);
  });

  test('[P23] is none where there is no text, and says why', async () => {
    expect(await read(Buffer.from([0, 1, 2, 3]))).toEqual(unread('unsupported'));
    expect(await read(Buffer.from([0xff, 0xfe, 0x00, 0xd8]))).toEqual(unread('unsupported'));
    expect(await read(Buffer.from('caf\xe9', 'latin1'))).toEqual(unread('unsupported'));
    expect(await read(zipOf({ 'a.txt': Buffer.from('a') }))).toEqual(unread('unsupported'));
    expect(await read(pdfOf(''))).toEqual(unread('unreadable'));
    expect(await read('%PDF-1.7 and nothing else')).toEqual(unread('unreadable'));
    expect(await read(zipOf({ 'word/document.xml': Buffer.from('<no') }))).toEqual(unread('unreadable'));
    expect(await read(Buffer.alloc(MOST_FILE_BYTES + 1, 'a'))).toEqual(unread('too_large'));
    expect(await read({ missing: 'not_ready' })).toEqual(unread('not_ready'));
    expect(await read({ missing: 'gone' })).toEqual(unread('unreadable'));
  });

  test('[P23] whatever bytes a file has, reading it ends with a text or a reason', async () => {
    const some = pdfOf('Kestrels');
    const word = docxOf('Kestrels');
    const broken = (whole: Uint8Array) =>
      fc
        .array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 })
        .map((flips) => {
          const bytes = Buffer.from(whole);
          for (const [at, value] of flips) bytes[at] = value;
          return bytes;
        });
    const heads = [
      '%PDF-1.4\n',
      'PK\x03\x04word/document.xml',
      '\xff\xd8\xff\xe0',
      'GIF89a',
      'RIFF',
      '\x89PNG\r\n\x1a\n',
    ];
    const headed = fc
      .tuple(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 200 }))
      .map(([head, rest]) => Buffer.concat([Buffer.from(head, 'latin1'), rest]));
    const anything = fc.uint8Array({ maxLength: 300 });
    const answered = async (bytes: Uint8Array): Promise<void> => {
      const { kind } = await read(bytes);
      expect(['text', 'unread', 'image']).toContain(kind);
    };
    await fc.assert(fc.asyncProperty(anything, answered), { numRuns: 500 });
    // Each of these takes a thread.
    const hard = fc.oneof(headed, broken(some), broken(word));
    await fc.assert(fc.asyncProperty(hard, answered), { numRuns: 100 });
    expect(warned).toEqual([]);
  }, 240_000);

  test('[P42] holds what may be stored and shown, and nothing else', () => {
    const letters = fc.string({ unit: 'binary', maxLength: 100 }).filter((text) => !text.includes('\0'));
    return fc.assert(
      fc.asyncProperty(letters, async (text) => {
        const said = `Kestrels eat voles, mice and, now and then, small birds. ${text}`.toWellFormed();
        const file = await read(said);
        if (file.kind === 'text') expect(file.text).toBe(cleanText(said));
        else expect(file).toEqual(unread('unsupported'));
      }),
    );
  });
});

describe('a thread that reads a file', () => {
  test('[P45] is ended when a document unpacks to more than there is room for', async () => {
    const zeros = Buffer.alloc(300 * 1024 * 1024);
    const bomb = zipOf({ 'word/document.xml': zeros, '[Content_Types].xml': Buffer.from('<Types/>') });
    expect(await read(bomb, { limits: { ...PATIENT, growthMb: 100 } })).toEqual(unread('too_large'));
    const packed = deflateSync(zeros).toString('latin1');
    const stream = `<< /Length ${packed.length} /Filter /FlateDecode >>\nstream\n${packed}\nendstream`;
    const pdf = Buffer.from(pdfOf('x'))
      .toString('latin1')
      .replace(/<< \/Length \d+ >>\nstream[^]*?endstream/, stream);
    const limits = { ...PATIENT, growthMb: 100 };
    expect((await read(Buffer.from(pdf, 'latin1'), { limits })).kind).toBe('unread');
  });

  test('is ended when it takes too long', async () => {
    expect(await read(pdfOf('x'), { limits: { ...PATIENT, timeoutMs: 1 } })).toEqual(unread('too_large'));
  });

  test('waits for its turn, and no longer than it may', async () => {
    const limited = createLimit({ atOnce: 1, waiting: 2, waitMs: 30 });
    const mine = { owner: 'u' };
    const held = Promise.withResolvers<string>();
    const first = limited(mine, () => held.promise);
    expect(await limited(mine, () => Promise.resolve('late'))).toBeUndefined();
    const second = limited(mine, () => Promise.resolve('in time'));
    held.resolve('first');
    expect(await Promise.all([first, second])).toEqual(['first', 'in time']);
    await expect(limited(mine, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await limited(mine, () => Promise.resolve('free again'))).toBe('free again');
  });
});

describe('threads that read files', () => {
  const run = (limited: ReturnType<typeof createLimit>, owner: string, signal?: AbortSignal) => {
    const held = Promise.withResolvers<string>();
    let begun = false;
    const done = limited({ owner, signal }, () => {
      begun = true;
      return held.promise;
    });
    return { done, end: () => held.resolve('done'), begun: () => begun };
  };

  test('are one for each user at most, and a few more of theirs wait', async () => {
    const limited = createLimit({ atOnce: 2, waiting: 2, waitMs: 60_000 });
    const [a, b, c] = [run(limited, 'greedy'), run(limited, 'greedy'), run(limited, 'greedy')];
    expect(await run(limited, 'greedy').done).toBeUndefined();
    const other = run(limited, 'other');
    const third = run(limited, 'third');
    await eventually('the other has its turn', other.begun);
    expect([a, b, c, other, third].map(({ begun }) => begun())).toEqual([true, false, false, true, false]);
    other.end();
    expect(await other.done).toBe('done');
    // The next in the row is the greedy one's, whose turn it isn't yet.
    await eventually('the third has its turn', third.begun);
    expect(b.begun()).toBe(false);
    for (const one of [a, b, c, third]) one.end();
    expect(await Promise.all([a, b, c, third].map(({ done }) => done))).toEqual(Array(4).fill('done'));
  });

  test('[P11] are not waited for any more once nobody wants their files', async () => {
    const limited = createLimit({ atOnce: 1, waiting: 2, waitMs: 60_000 });
    const first = run(limited, 'u');
    const stop = new AbortController();
    const late = run(limited, 'u', stop.signal);
    stop.abort();
    expect(await late.done).toBeUndefined();
    expect(await run(limited, 'other', stop.signal).done).toBeUndefined();
    first.end();
    expect(await first.done).toBe('done');
    expect(late.begun()).toBe(false);
  });
});

describe('an image', () => {
  test('is scaled to what providers take, whole and with nothing but its pixels', async () => {
    for (const [file, mime, width, height] of [
      [pngOf(2_000, 1_000), 'image/png', 1568, 784],
      [pngOf(40, 1_600), 'image/png', 39, 1568],
      [pngOf(1_568, 10), 'image/png', 1568, 10],
      [JPEG, 'image/jpeg', 8, 6],
      [GIF, 'image/png', 1, 1],
    ] as const) {
      const { image } = (await read(file)) as { image: ContextImage };
      expect(image).toMatchObject({ name: 'a file', mime });
      expect(imageHeader(image.bytes)).toEqual({ mime, width, height });
    }
    const { image } = (await read(pngOf(20, 20, { note: 'taken at 52.5 N' }))) as {
      image: ContextImage;
    };
    expect(Buffer.from(image.bytes).includes('taken at')).toBe(false);
  });

  test('that has too many bytes as a PNG becomes a JPEG', async () => {
    const noise = await read(pngOf(1_300, 1_300, { fill: (line) => randomFillSync(line) }));
    expect(noise).toMatchObject({ kind: 'image', image: { mime: 'image/jpeg' } });
    expect(noise.kind === 'image' && noise.image.bytes.length).toBeLessThanOrEqual(MOST_IMAGE_BYTES);
  });

  test('of WebP goes as it is where it fits', async () => {
    const webp = (width: number, height: number) => {
      const bytes = Buffer.alloc(40);
      bytes.write('RIFF    WEBPVP8X', 'latin1');
      bytes.writeUInt32LE(32, 4);
      bytes.writeUIntLE(width - 1, 24, 3);
      bytes.writeUIntLE(height - 1, 27, 3);
      return bytes;
    };
    expect(await read(webp(1568, 1000))).toMatchObject({ kind: 'image', image: { mime: 'image/webp' } });
    expect(await read(webp(1569, 1000))).toEqual(unread('too_large'));
    expect(await read(webp(100, 100).subarray(0, 36))).toEqual(unread('unsupported'));
  });

  test('[P45] that is broken, or has more pixels than are unpacked, is none', async () => {
    expect(await read(pngOf(50, 50).subarray(0, 110))).toEqual(unread('unreadable'));
    expect(await read(pixelBomb(40_000, 40_000))).toEqual(unread('too_large'));
    expect(await read(pixelBomb(10, 10))).toEqual(unread('unreadable'));
  });

  test('is not shown to who takes none', async () => {
    expect(await read(pngOf(10, 10), { vision: false })).toEqual(unread('no_vision'));
  });
});

describe('a file that nobody waits for any more', () => {
  test('[P11] is left at once, by its thread and by its storage, and read when it is wanted again', async () => {
    const files = new MemoryFiles();
    const { fileId } = files.put('a file', pdfOf('Kestrels'));
    const reader = createFileReader(files, log, { limits: PATIENT });
    const over = AbortSignal.abort('stopped');
    expect(await reader.read(fileId, { ...US, vision: true, signal: over })).toEqual(unread('not_ready'));
    expect(files.asked).toEqual([]);
    const stop = new AbortController();
    const opening = Promise.withResolvers<never>();
    const stalled = createFileReader({ open: () => opening.promise }, log);
    const left = stalled.read('f', { ...US, vision: true, signal: stop.signal });
    stop.abort('stopped');
    expect(await left).toEqual(unread('not_ready'));
    const task = { kind: 'pdf' as const, bytes: pdfOf('Kestrels') };
    const midway = new AbortController();
    const apart = doApart(task, PATIENT, midway.signal);
    midway.abort('stopped');
    expect(await apart).toBeUndefined();
    expect(await reader.read(fileId, { ...US, vision: true })).toEqual(asText('Kestrels\n'));
  });
});

describe('what was read', () => {
  test('is kept for a while, for who asked alone', async () => {
    let now = 0;
    const files = new MemoryFiles();
    const { fileId } = files.put('a.txt', 'Kestrels');
    const reader = createFileReader(files, log, { now: () => now });
    const mine = { ...US, vision: false };
    await reader.read(fileId, mine);
    await reader.read(fileId, mine);
    expect(files.asked).toHaveLength(1);
    await reader.read(fileId, { ...mine, userId: 'other' });
    expect(files.asked.at(-1)).toEqual({ fileId, sessionId: 's', userId: 'other' });
    now = 11 * 60_000;
    await reader.read(fileId, mine);
    expect(files.asked).toHaveLength(3);
  });

  test('is asked for again while it isn’t ready, also when the port fails', async () => {
    let failing = true;
    const files = {
      open: () =>
        failing
          ? Promise.reject(new Error('no storage'))
          : Promise.resolve({ name: 'a file', mime: 'text/plain', bytes: Buffer.from('x') }),
    };
    const reader = createFileReader(files, log);
    expect(await reader.read('f', { ...US, vision: true })).toEqual(unread('not_ready'));
    await eventually('the warning', () => warned.includes('file.unread'));
    failing = false;
    expect(await reader.read('f', { ...US, vision: true })).toEqual(asText('x'));
  });
});
