import { toContext, type ContextMessage, type Entry } from '@parley/conversation';
import type { Unread } from '@parley/protocol';
import { isImage, showFile, type Attachment, type ShownFile, type Viewer } from './showFile.ts';

/** Tokens that a message takes beyond its text. */
export const PER_MESSAGE = 4;
/** Tokens that are left to each other file before an image takes its own. */
const FOR_NAME = 100;

/** A message as a model is shown it. */
export interface Shown {
  readonly entry: Entry;
  readonly message: ContextMessage;
  readonly tokens: number;
  readonly unread: readonly Unread[];
}

/** The text of a message alone, with the tokens that it takes. */
export function textOf({ count }: Pick<Viewer, 'count'>, entry: Entry): Pick<Shown, 'message' | 'tokens'> {
  const message = toContext(entry);
  return { message, tokens: count(message.text) + PER_MESSAGE };
}

/**
 * What each file adds, in their order. Images take what they take, so they come first, as long as the others have enough
 * to be named; those share what is left.
 */
async function addedBy(
  viewer: Viewer,
  attachments: readonly Attachment[],
  forFiles: number,
): Promise<ShownFile[]> {
  const of = attachments.length;
  const places = [...attachments.entries()].sort(([, a], [, b]) => Number(isImage(b)) - Number(isImage(a)));
  const parts: ShownFile[] = [];
  let left = forFiles;
  for (const [done, [at, attachment]] of places.entries()) {
    const others = of - done - 1;
    const even = left / (others + 1);
    const share = Math.floor(isImage(attachment) ? Math.max(even, left - others * FOR_NAME) : even);
    const part = await showFile(viewer, attachment, { name: attachment.name, place: at + 1, of }, share);
    left -= part.tokens;
    parts[at] = part;
  }
  return parts;
}

/** A message with its files, which take at most `forFiles` tokens. */
export async function showMessage(viewer: Viewer, entry: Entry, forFiles: number): Promise<Shown> {
  const { message, tokens } = textOf(viewer, entry);
  const { attachments } = entry;
  const parts = await addedBy(viewer, attachments, forFiles);
  const text = [message.text, parts.flatMap(({ lines }) => lines).join('\n')].filter(Boolean).join('\n\n');
  const images = parts.flatMap(({ image }) => image ?? []);
  return {
    entry,
    message: { ...message, text, ...(images.length > 0 && { images }) },
    tokens: parts.reduce((sum, part) => sum + part.tokens, tokens),
    unread: parts.flatMap(({ reason }, at) => {
      const { fileId = '', name = '' } = attachments[at] ?? {};
      return reason ? [{ fileId, name, reason }] : [];
    }),
  };
}
