import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { type Entry, fromBuffer, type Options, type ZipFile } from 'yauzl';

const open = promisify<Buffer, Options, ZipFile>(fromBuffer);

/** The files of an archive, by their paths; checks the sizes and the checksum of each. */
export async function unzip(archive: Uint8Array): Promise<Map<string, string>> {
  const zip = await open(Buffer.from(archive), { lazyEntries: true, autoClose: false });
  const entries: Entry[] = [];
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on('end', resolve).on('error', reject).readEntry();
  });
  const files = new Map<string, string>();
  const read = promisify(zip.openReadStream.bind(zip));
  for (const entry of entries) files.set(entry.fileName, await text(await read(entry)));
  zip.close();
  return files;
}
