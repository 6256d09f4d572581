import type { BegunCall, EndedCall, LedgerCall } from './Call.ts';
import { toUsd } from './costOf.ts';

type Times = 'startedAt' | 'firstTokenAt' | 'endedAt';

/** An entry of the ledger as it is stored. Holds no texts and no names. */
export interface CallDocument extends Omit<LedgerCall, 'id' | 'costUsd' | Times> {
  /** The call's id. */
  readonly _id: string;
  readonly startedAt: Date;
  /** In UTC, as `2026-11-27` and `2026-11-27T05`: what it is summed up by. */
  readonly day: string;
  readonly hour: string;
  readonly firstTokenAt?: Date;
  readonly endedAt?: Date;
  /** Billionths of a US dollar, whole ones. */
  readonly costNanos?: number;
}

/** What is stored of an end. */
export type EndFields = Omit<EndedCall, 'firstTokenAt' | 'endedAt'> &
  Pick<CallDocument, 'firstTokenAt' | 'endedAt' | 'costNanos'>;

/** The document for a call that is about to be made. */
export function toCallDocument({ id, startedAt, ...plain }: BegunCall): CallDocument {
  const began = new Date(startedAt);
  const iso = began.toISOString();
  return {
    _id: id,
    ...plain,
    startedAt: began,
    day: iso.slice(0, 10),
    hour: iso.slice(0, 13),
    outcome: 'unknown',
  };
}

/** The fields of an end, with what it cost. */
export const toEndFields = (
  { firstTokenAt, endedAt, ...plain }: EndedCall,
  costNanos: number | undefined,
): EndFields => ({
  ...plain,
  ...(firstTokenAt !== undefined && { firstTokenAt: new Date(firstTokenAt) }),
  endedAt: new Date(endedAt),
  ...(costNanos !== undefined && { costNanos }),
});

/** The entry in a document. */
export function fromCallDocument(document: CallDocument): LedgerCall {
  const { _id, day: _day, hour: _hour, startedAt, firstTokenAt, endedAt, costNanos, ...plain } = document;
  return {
    id: _id,
    ...plain,
    startedAt: startedAt.getTime(),
    ...(firstTokenAt && { firstTokenAt: firstTokenAt.getTime() }),
    ...(endedAt && { endedAt: endedAt.getTime() }),
    ...(costNanos !== undefined && { costUsd: toUsd(costNanos) }),
  };
}
