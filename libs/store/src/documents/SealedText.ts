import { Binary } from 'mongodb';
import type { Place, Sealer } from '../crypto/Sealer.ts';

/** A text as it stands in a document: sealed. */
export type SealedText = Binary;

/** Seals and opens the fields of one record. */
export interface RecordSealer {
  readonly seal: (field: string, text: string) => SealedText;
  /** @throws SealedDataError when it can't be opened */
  readonly open: (field: string, sealed: SealedText) => string;
}

/** The sealer for the fields of one record. */
export const recordSealer = (
  sealer: Sealer,
  collection: Place['collection'],
  record: string,
): RecordSealer => ({
  seal: (field, text) => new Binary(sealer.seal({ collection, record, field }, text)),
  open: (field, sealed) => sealer.open({ collection, record, field }, sealed.value()),
});
