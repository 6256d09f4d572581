import { parentPort, workerData } from 'node:worker_threads';
import type { Done, Task } from './Task.ts';

/** Does the task; whatever a library throws means that the file isn't what it ought to be. */
async function done({ kind, bytes }: Task): Promise<Done> {
  try {
    if (kind === 'pdf') return { kind: 'text', ...(await (await import('./pdfText.ts')).pdfText(bytes)) };
    if (kind === 'docx') return { kind: 'text', ...(await (await import('./docxText.ts')).docxText(bytes)) };
    const image = await (await import('./scaledImage.ts')).scaledImage(bytes);
    return image ? { kind: 'image', ...image } : { kind: 'broken' };
  } catch {
    return { kind: 'broken' };
  }
}

const result = await done(workerData as Task);
parentPort?.postMessage(result, result.kind === 'image' ? [result.bytes.buffer as ArrayBuffer] : []);
