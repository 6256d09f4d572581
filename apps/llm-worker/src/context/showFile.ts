import type { ModelConfig } from '@parley/config';
import { asOneLine, type ContextImage, type CountTokens, type Entry } from '@parley/conversation';
import type { Unread } from '@parley/protocol';
import type { FileReader, ReadFile, Reading } from '../files/ReadFile.ts';
import { fileLines, type FilePlace } from './fileLines.ts';
import type { ImageAllowance } from './ImageAllowance.ts';
import { imageTokens } from './imageTokens.ts';
import { takeTokens } from './takeTokens.ts';

/** Most tokens that a model is shown of one file. */
export const MOST_FILE_TOKENS = 20_000;
/** Of a file's text, fewer tokens than this say nothing. */
const LEAST_FILE_TOKENS = 20;

/** Who is shown something, and how it is counted. */
export interface Viewer {
  readonly config: ModelConfig;
  readonly asking: Omit<Reading, 'vision'>;
  readonly files: FileReader;
  readonly count: CountTokens;
  readonly pause: () => Promise<void>;
  /** What the request may still take of images. */
  readonly images: ImageAllowance;
}

/** What a file adds to its message. */
export interface ShownFile {
  readonly lines: readonly string[];
  readonly tokens: number;
  readonly image?: ContextImage;
  readonly reason?: Unread['reason'];
}

/** A file as its message's entry has it. */
export type Attachment = Entry['attachments'][number];

export const isImage = ({ mime }: Attachment): boolean => mime.startsWith('image/');

/** Tokens of a line behind the text, with what parts it from the line before. */
const ofLine = ({ count }: Viewer, line: string): number => count(`${line}\n`) + 1;

/** Reads a file; who takes no images needn't be brought one to know. */
const read = async (
  { files, config: { vision }, asking, images }: Viewer,
  attachment: Attachment,
): Promise<ReadFile> => {
  if (isImage(attachment) && !vision) return { kind: 'unread', reason: 'no_vision' };
  if (isImage(attachment) && images.isUsedUp) return { kind: 'unread', reason: 'too_large' };
  return files.read(attachment.fileId, { ...asking, vision });
};

/** A line that says why a file isn't shown, if there is room even for that. */
function unread(viewer: Viewer, file: FilePlace, reason: Unread['reason'], share: number): ShownFile {
  const line = fileLines.unread(file, reason);
  const tokens = ofLine(viewer, line);
  return tokens > share ? { lines: [], tokens: 0, reason } : { lines: [line], tokens, reason };
}

/** What a file of a message adds to it, in `share` tokens at most. */
export async function showFile(
  viewer: Viewer,
  attachment: Attachment,
  place: FilePlace,
  share: number,
): Promise<ShownFile> {
  const { count, config, pause } = viewer;
  await pause();
  const file = await read(viewer, attachment);
  switch (file.kind) {
    case 'unread':
      return unread(viewer, place, file.reason, share);
    case 'image': {
      const line = fileLines.image(place);
      const tokens = ofLine(viewer, line) + imageTokens(config);
      const fits = tokens <= share && viewer.images.take(file.image.bytes.length);
      return fits ? { lines: [line], tokens, image: file.image } : unread(viewer, place, 'too_large', share);
    }
    case 'text': {
      const [before, behind] = [fileLines.text(place), fileLines.cut(place)];
      const marks = ofLine(viewer, before) + ofLine(viewer, behind) + ofLine(viewer, '');
      const most = Math.min(MOST_FILE_TOKENS, share) - marks;
      if (most < LEAST_FILE_TOKENS) return unread(viewer, place, 'too_large', share);
      const { text, tokens, isWhole } = await takeTokens(file.text, most, count, pause);
      const isCut = !isWhole || !file.isWhole;
      return { lines: [before, asOneLine(text), ...(isCut ? [behind] : [])], tokens: tokens + marks };
    }
  }
}
