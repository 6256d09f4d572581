import { once } from 'node:events';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { buildAll } from '../src/buildAll.ts';
import { SERVICES } from '../src/index.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const said: string[] = [];

beforeAll(() => buildAll(ROOT, SERVICES, (line) => void said.push(line)));

const pdfOf = (text: string): Uint8Array =>
  Buffer.from(
    `%PDF-1.7
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Count 1/Kids[4 0 R]>>endobj
3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 800]/Contents 5 0 R/Resources<</Font<</F1 3 0 R>>>>>>endobj
5 0 obj<</Length ${text.length + 30}>>stream
BT /F1 12 Tf 20 700 Td (${text}) Tj ET
endstream endobj
trailer<</Root 1 0 R>>
%%EOF`,
    'latin1',
  );
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** What the worker's thread for files, as it is bundled, makes of one. */
async function apart(kind: 'pdf' | 'image', bytes: Uint8Array): Promise<unknown> {
  const thread = new Worker(`${ROOT}/apps/llm-worker/bundle/work.mjs`, { workerData: { kind, bytes } });
  const [done] = await once(thread, 'message');
  await thread.terminate();
  return done;
}

describe('bundles', () => {
  test('are built once, as long as nothing of theirs changes', async () => {
    const before = said.length;
    await buildAll(ROOT, SERVICES, (line) => void said.push(line));
    expect(said).toHaveLength(before);
  });

  test('a worker reads files from its bundle, too', async () => {
    expect(await apart('pdf', pdfOf('Hello from a PDF'))).toMatchObject({
      kind: 'text',
      text: expect.stringContaining('Hello from a PDF'),
    });
    expect(await apart('image', PIXEL)).toMatchObject({ kind: 'image', mime: 'image/png' });
  });
});
