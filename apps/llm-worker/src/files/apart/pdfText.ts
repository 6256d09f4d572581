import { getDocumentProxy } from 'unpdf';
import { firstOf, MOST_TEXT, type Text } from '../decodeText.ts';

/** The text of a PDF, page by page, as far as it is taken. One that was scanned has none. */
export async function pdfText(bytes: Uint8Array): Promise<Text> {
  // 0: what is wrong with a file isn't told on the console.
  const pdf = await getDocumentProxy(bytes, { verbosity: 0 });
  let text = '';
  for (let page = 1; page <= pdf.numPages && text.length <= MOST_TEXT; page++) {
    const { items } = await (await pdf.getPage(page)).getTextContent();
    for (const item of items) if ('str' in item) text += item.hasEOL ? `${item.str}\n` : item.str;
    text += '\n';
  }
  return firstOf(text);
}
