import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

export type DownloadOptions = {
  url: string;
  to: string;
  sha256: string;
  /** How long the server may take to begin its answer. */
  connectMs: number;
  /** How long it may then send nothing. */
  stallMs: number;
  onProgress?: ((receivedBytes: number, totalBytes: number | undefined) => void) | undefined;
};

const MAX_BYTES = 100 * 1024 * 1024;

/**
 * Fetches a file and checks it.
 * @throws Error when the server doesn't answer in time, stops sending, answers another status than 200, sends more
 *   than 100 MiB, or the bytes aren't those that `sha256` names
 */
export async function download({
  url,
  to,
  sha256,
  connectMs,
  stallMs,
  onProgress,
}: DownloadOptions): Promise<void> {
  const watch = new AbortController();
  let timer = setTimeout(() => watch.abort(new Error(`no answer within ${connectMs} ms`)), connectMs);
  const file = await open(to, 'w');
  try {
    const response = await fetch(url, { signal: watch.signal });
    if (response.status !== 200 || !response.body) throw new Error(`answered ${response.status}`);
    const total = Number(response.headers.get('content-length') ?? '') || undefined;
    const hash = createHash('sha256');
    let received = 0;
    for await (const chunk of response.body) {
      clearTimeout(timer);
      timer = setTimeout(() => watch.abort(new Error(`nothing more came for ${stallMs} ms`)), stallMs);
      received += chunk.byteLength;
      if (received > MAX_BYTES) throw new Error(`sends more than ${MAX_BYTES} bytes`);
      hash.update(chunk);
      await file.write(chunk);
      onProgress?.(received, total);
    }
    const sum = hash.digest('hex');
    if (sum !== sha256) throw new Error(`has SHA-256 ${sum}, not ${sha256}`);
  } finally {
    clearTimeout(timer);
    await file.close();
  }
}
