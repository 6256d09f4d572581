import mammoth from 'mammoth';
import { firstOf, type Text } from '../decodeText.ts';

/** The text of a Word document, as far as it is taken. */
export async function docxText(bytes: Uint8Array): Promise<Text> {
  const { value } = await mammoth.extractRawText({ buffer: Buffer.from(bytes) });
  return firstOf(value);
}
