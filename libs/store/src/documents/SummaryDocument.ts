import type { Sealer } from '../crypto/Sealer.ts';
import { recordSealer, type SealedText } from './SealedText.ts';

/** What was said in a session up to a place, in short. */
export interface Summary {
  /** A UUID. */
  readonly id: string;
  readonly sessionId: string;
  /** The last entry that it tells of, by `seq`. */
  readonly upTo: number;
  readonly text: string;
}

/** A summary as it is stored, sealed with its session's key. */
export interface SummaryDocument extends Omit<Summary, 'id' | 'text'> {
  /** The summary's id. */
  readonly _id: string;
  readonly text: SealedText;
}

/** Bound to what it tells of, so that it can't be given to another session. */
const textField = ({ sessionId, upTo }: Pick<Summary, 'sessionId' | 'upTo'>): string =>
  `text of ${sessionId} up to ${upTo}`;

/** The document for a summary. */
export const toSummaryDocument = ({ id, text, ...plain }: Summary, sealer: Sealer): SummaryDocument => ({
  _id: id,
  ...plain,
  text: recordSealer(sealer, 'summaries', id).seal(textField(plain), text),
});

/**
 * The summary in a document.
 * @throws SealedDataError when it can't be opened
 */
export const fromSummaryDocument = ({ _id, text, ...plain }: SummaryDocument, sealer: Sealer): Summary => ({
  id: _id,
  ...plain,
  text: recordSealer(sealer, 'summaries', _id).open(textField(plain), text),
});
