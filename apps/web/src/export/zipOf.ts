import { PassThrough, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** A file of an archive; its content is read when it is written. */
export interface ZippedFile {
  readonly path: string;
  readonly at: Date;
  readonly content: AsyncIterable<string> | Iterable<string>;
}

/**
 * A ZIP archive of these files, made while it is read: of them all, one is in work at a time, and as much of it in
 * memory as a stream holds. When a file can't be read the archive breaks off, so that nobody takes it for whole.
 */
export function zipOf(files: AsyncIterable<ZippedFile>): Readable {
  const zip = new ZipFile();
  const archive = new PassThrough();
  const fail = (error: unknown): void =>
    void archive.destroy(error instanceof Error ? error : new Error(String(error)));
  zip.on('error', fail);
  zip.outputStream.on('error', fail).pipe(archive);
  const gone = new AbortController();
  archive.once('close', () => gone.abort());

  async function write(): Promise<void> {
    for await (const { path, at, content } of files) {
      gone.signal.throwIfAborted();
      const data = Readable.from(content, { objectMode: false });
      const read = finished(data, { signal: gone.signal, cleanup: true }).finally(() => data.destroy());
      zip.addReadStream(data, path, { mtime: at, mode: 0o100_600 });
      await read;
    }
    zip.end();
  }

  void write().catch((error: unknown) => {
    if (!gone.signal.aborted) fail(error);
  });
  return archive;
}
