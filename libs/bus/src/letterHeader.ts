import type { MsgHdrs } from 'nats';

/** What a dead letter says of itself, beside the header fields that its message had. */
export const LETTER = {
  subject: 'Parley-Subject',
  reason: 'Parley-Reason',
  deliveries: 'Parley-Deliveries',
} as const;

const OWN: readonly string[] = Object.values(LETTER);

/** Header fields of a message, each with its values. */
export type Fields = Readonly<Record<string, readonly string[]>>;

/** The fields that belong to the message itself: not the queue's (they are about one publish), not the letter's. */
export function originalFields(header: MsgHdrs | undefined): Fields {
  const names = header?.keys().filter((name) => !name.startsWith('Nats-') && !OWN.includes(name)) ?? [];
  return Object.fromEntries(names.map((name) => [name, header?.values(name) ?? []]));
}
