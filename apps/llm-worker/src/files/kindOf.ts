import { imageHeader, type ImageHeader } from './imageHeader.ts';

/** What a file is by its content, whatever its name says. */
export type FileKind =
  | { readonly kind: 'image'; readonly header: ImageHeader }
  | { readonly kind: 'pdf' }
  | { readonly kind: 'docx' }
  | { readonly kind: 'archive' }
  | { readonly kind: 'other' };

/** Where the mark of a PDF is looked for. */
const PDF_HEAD = 1024;

export function kindOf(bytes: Uint8Array): FileKind {
  const header = imageHeader(bytes);
  if (header) return { kind: 'image', header };
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.subarray(0, PDF_HEAD).includes('%PDF-')) return { kind: 'pdf' };
  if (view.toString('latin1', 0, 4) !== 'PK\x03\x04') return { kind: 'other' };
  // Names of an archive's parts aren't packed.
  return { kind: view.includes('word/document.xml') ? 'docx' : 'archive' };
}
