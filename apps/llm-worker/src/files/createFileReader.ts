import type { Logger } from '@parley/logging';
import { cleanText } from '@parley/protocol';
import { beforeAbort } from '../beforeAbort.ts';
import { Lru } from '../context/Lru.ts';
import { APART_LIMITS, doApart, type ApartLimits } from './apart/doApart.ts';
import type { Task } from './apart/Task.ts';
import { createLimit } from './createLimit.ts';
import { decodeText, type Text } from './decodeText.ts';
import type { FileContent, Files } from './Files.ts';
import { LONGEST_EDGE, MOST_IMAGE_BYTES, MOST_PIXELS } from './imageLimits.ts';
import type { ImageHeader } from './imageHeader.ts';
import { kindOf } from './kindOf.ts';
import type { FileReader, ReadFile, Reading } from './ReadFile.ts';

/** Largest file that is read, in bytes. */
export const MOST_FILE_BYTES = 32 * 1024 * 1024;
/** Threads at once, each with a file of another user; a further one waits so long, and is not ready then. */
const THREADS = { atOnce: 2, waiting: 4, waitMs: 20_000 };
/** What was read is kept, in bytes of memory; for no longer than this, as a file may be deleted meanwhile. */
const KEPT = { maxWeight: 64 * 1024 * 1024, maxAgeMs: 10 * 60_000 };

const unread = (reason: Extract<ReadFile, { kind: 'unread' }>['reason']): ReadFile => ({
  kind: 'unread',
  reason,
});

function weightOf(file: ReadFile): number {
  if (file.kind === 'unread') return 200;
  return 200 + (file.kind === 'text' ? file.text.length * 2 : file.image.bytes.length);
}

const asText = ({ name, mime }: FileContent, { text, isWhole }: Text): ReadFile => ({
  kind: 'text',
  name,
  mime,
  text: cleanText(text),
  isWhole,
});

/** The port's files, read for models. */
export function createFileReader(
  files: Files,
  log: Pick<Logger, 'warn'>,
  { now = Date.now, limits = APART_LIMITS }: { now?: () => number; limits?: ApartLimits } = {},
): FileReader {
  const kept = new Lru<ReadFile>({ ...KEPT, weightOf }, now);
  const limited = createLimit(THREADS);
  const apart = ({ userId: owner, signal }: Reading, task: Task) =>
    limited({ owner, signal }, () => doApart(task, limits, signal));

  async function document(file: FileContent, kind: 'pdf' | 'docx', reading: Reading): Promise<ReadFile> {
    const done = await apart(reading, { kind, bytes: file.bytes });
    if (done === undefined) return unread('not_ready');
    if (done === 'too_large') return unread(done);
    // One that was scanned is pictures alone.
    return done.kind === 'text' && done.text.trim() !== '' ? asText(file, done) : unread('unreadable');
  }

  async function image(
    { name, bytes }: FileContent,
    header: ImageHeader,
    reading: Reading,
  ): Promise<ReadFile> {
    if (header.width * header.height > MOST_PIXELS) return unread('too_large');
    if (header.mime === 'image/webp') {
      const fits = Math.max(header.width, header.height) <= LONGEST_EDGE && bytes.length <= MOST_IMAGE_BYTES;
      return fits ? { kind: 'image', image: { mime: header.mime, bytes, name } } : unread('too_large');
    }
    const done = await apart(reading, { kind: 'image', bytes });
    if (done === undefined) return unread('not_ready');
    if (done === 'too_large') return unread(done);
    return done.kind === 'image'
      ? { kind: 'image', image: { mime: done.mime, bytes: done.bytes, name } }
      : unread('unreadable');
  }

  async function extract(file: FileContent, reading: Reading): Promise<ReadFile> {
    if (file.bytes.length > MOST_FILE_BYTES) return unread('too_large');
    const found = kindOf(file.bytes);
    switch (found.kind) {
      case 'image':
        return reading.vision ? image(file, found.header, reading) : unread('no_vision');
      case 'pdf':
      case 'docx':
        return document(file, found.kind, reading);
      case 'archive':
        return unread('unsupported');
      case 'other': {
        const text = decodeText(file.bytes);
        return text ? asText(file, text) : unread('unsupported');
      }
    }
  }

  async function open(fileId: string, reading: Reading): Promise<ReadFile> {
    const { sessionId, userId, signal } = reading;
    if (signal?.aborted) return unread('not_ready');
    const file = await beforeAbort(files.open(fileId, { sessionId, userId }, signal), signal);
    if (!file) return unread('not_ready');
    if ('missing' in file) return unread(file.missing === 'gone' ? 'unreadable' : 'not_ready');
    return extract(file, reading);
  }

  return {
    async read(fileId, reading) {
      const { sessionId, userId, vision } = reading;
      // Who may see a file is for the port to say: nobody gets what somebody else had read.
      const key = JSON.stringify([fileId, sessionId, userId, vision]);
      const known = kept.get(key);
      if (known) return known;
      try {
        const file = await open(fileId, reading);
        if (file.kind !== 'unread' || file.reason !== 'not_ready') kept.set(key, file);
        return file;
      } catch (error) {
        log.warn('file.unread', { fileId, sessionId, userId, cause: error });
        return unread('not_ready');
      }
    },
  };
}
