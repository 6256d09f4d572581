import { createHmac } from 'node:crypto';
import type { DataKey } from '../crypto/createDataKey.ts';
import { recordSealer, type SealedText } from '../documents/SealedText.ts';

/** A reply that is kept ready. */
export interface CannedReply {
  readonly id: string;
  /** An admin's user id, or `TEAM`. */
  readonly owner: string;
  /** One word; no two of an owner's are the same, upper case or not. */
  readonly shortcut: string;
  readonly text: string;
}

/** A canned reply as it is stored, sealed with its owner's data key. */
export interface ReplyDocument {
  /** Id of the reply. */
  readonly _id: string;
  readonly owner: string;
  /** Id of the owner's data key. */
  readonly dataKey: string;
  /** Stands for the short-cut where they are compared. */
  readonly mark: string;
  readonly shortcut: SealedText;
  readonly text: SealedText;
}

/** What stands for a short-cut: keyed, so that nobody finds it by trying words; the same one in upper case and lower. */
export const markOf = (shortcut: string, key: DataKey): string =>
  createHmac('sha256', key.derive('short-cuts of canned replies'))
    .update(shortcut.normalize('NFC').toLowerCase())
    .digest('base64url')
    .slice(0, 22);

/** The document for a reply. */
export function toReplyDocument({ id, owner, shortcut, text }: CannedReply, key: DataKey): ReplyDocument {
  const { seal } = recordSealer(key, 'replies', id);
  return {
    _id: id,
    owner,
    dataKey: key.id,
    mark: markOf(shortcut, key),
    shortcut: seal('shortcut', shortcut),
    text: seal('text', text),
  };
}

/**
 * The reply in a document.
 * @throws SealedDataError when a field can't be opened
 */
export function fromReplyDocument({ _id, owner, shortcut, text }: ReplyDocument, key: DataKey): CannedReply {
  const { open } = recordSealer(key, 'replies', _id);
  return { id: _id, owner, shortcut: open('shortcut', shortcut), text: open('text', text) };
}
