import { randomUUID } from 'node:crypto';
import type { Entry } from '@parley/conversation';
import type { Asking, FileContent, FileMissing, Files } from '../src/files/Files.ts';

/** Files that a test put there. */
export class MemoryFiles implements Files {
  readonly #files = new Map<string, FileContent | FileMissing>();
  /** Who asked for which. */
  readonly asked: (Asking & { readonly fileId: string })[] = [];

  /** Puts a file there; what an entry says of it. */
  put(
    name: string,
    content: Uint8Array | string | FileMissing,
    mime = 'text/plain',
  ): Entry['attachments'][number] {
    const fileId = randomUUID();
    if (typeof content !== 'string' && 'missing' in content) {
      this.#files.set(fileId, content);
      return { fileId, name, mime, size: 0 };
    }
    const bytes = Buffer.from(content);
    this.#files.set(fileId, { name, mime, bytes });
    return { fileId, name, mime, size: bytes.length };
  }

  async open(fileId: string, asking: Asking): Promise<FileContent | FileMissing> {
    this.asked.push({ fileId, ...asking });
    return this.#files.get(fileId) ?? { missing: 'gone' };
  }
}
