import type { HelpCall } from '@parley/conversation';
import type { RecordSealer, SealedText } from './SealedText.ts';

type Sealed = 'from' | 'reason' | 'email' | 'acknowledgedBy' | 'requestedAt' | 'nextRoundAt';

/** A call for a human as it is stored in its session. */
export interface HelpDocument extends Omit<HelpCall, Sealed> {
  readonly requestedAt: Date;
  readonly nextRoundAt?: Date;
  readonly from?: SealedText;
  readonly reason?: SealedText;
  readonly email?: SealedText;
  readonly acknowledgedBy?: { readonly id: string; readonly name: SealedText };
}

/** The document for a call. */
export function toHelpDocument(call: HelpCall, { seal }: RecordSealer): HelpDocument {
  const { from, reason, email, acknowledgedBy, requestedAt, nextRoundAt, ...plain } = call;
  return {
    ...plain,
    requestedAt: new Date(requestedAt),
    ...(nextRoundAt !== undefined && { nextRoundAt: new Date(nextRoundAt) }),
    ...(from !== undefined && { from: seal('help.from', from) }),
    ...(reason !== undefined && { reason: seal('help.reason', reason) }),
    ...(email !== undefined && { email: seal('help.email', email) }),
    ...(acknowledgedBy && {
      acknowledgedBy: {
        id: acknowledgedBy.id,
        name: seal('help.acknowledgedBy.name', acknowledgedBy.name),
      },
    }),
  };
}

/**
 * The call in a document.
 * @throws SealedDataError when a field can't be opened
 */
export function fromHelpDocument(document: HelpDocument, { open }: RecordSealer): HelpCall {
  const { from, reason, email, acknowledgedBy, requestedAt, nextRoundAt, ...plain } = document;
  return {
    ...plain,
    requestedAt: requestedAt.getTime(),
    ...(nextRoundAt && { nextRoundAt: nextRoundAt.getTime() }),
    ...(from && { from: open('help.from', from) }),
    ...(reason && { reason: open('help.reason', reason) }),
    ...(email && { email: open('help.email', email) }),
    ...(acknowledgedBy && {
      acknowledgedBy: {
        id: acknowledgedBy.id,
        name: open('help.acknowledgedBy.name', acknowledgedBy.name),
      },
    }),
  };
}
