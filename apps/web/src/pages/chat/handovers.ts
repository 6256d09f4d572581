import type { Message } from '@parley/protocol';

/** Somebody came into the conversation, or (without a name) the assistant has it again. */
export interface Handover {
  readonly person: string | undefined;
}

/** A handover that was seen as it happened: behind the entry `afterSeq`. */
export interface SeenHandover extends Handover {
  readonly afterSeq: number;
}

/** Who has the conversation now. */
export interface InCharge {
  /** The name of the person who has it; without one, the assistant has it. */
  readonly person: string | undefined;
  /** The message whose answer is awaited: the assistant was back before it. */
  readonly awaited: string | undefined;
}

/** The handovers before each entry, by its id, and those behind the last one. */
export interface Handovers {
  readonly before: ReadonlyMap<string, readonly Handover[]>;
  readonly atEnd: readonly Handover[];
}

const PERSON = 'Support';

/** The name of whoever of flesh and blood said it. */
export const personOf = ({ senderName }: Pick<Message, 'senderName'>): string => senderName ?? PERSON;

/**
 * Where people came and went, by who said what: no entry tells it. `messages` are those that are shown, by `seq`. What
 * was `seen` stands where it happened; the rest is put where it must have been at the latest, or for the assistant's
 * return, before the question that it answered first.
 */
export function handoversOf(
  messages: readonly Message[],
  seen: readonly SeenHandover[],
  { person, awaited }: InCharge,
): Handovers {
  const before = new Map<string, Handover[]>();
  const questions = new Map(messages.map((message, at) => [message.id, at]));
  let waiting = [...seen];
  let present: string | undefined;
  /** Up to this place it is settled who was there. */
  let settledAt = -1;
  const put = (at: number, who: string | undefined): void => {
    const id = messages[at]?.id;
    if (who === present || id === undefined) return;
    present = who;
    settledAt = at;
    before.set(id, [...(before.get(id) ?? []), { person: who }]);
  };

  for (const [at, message] of messages.entries()) {
    const { id, seq, sender, replyTo } = message;
    const due = waiting.filter(({ afterSeq }) => afterSeq < seq);
    waiting = waiting.slice(due.length);
    for (const handover of due) put(at, handover.person);
    if (sender === 'admin') {
      put(at, personOf(message));
      settledAt = at;
    } else if (sender === 'assistant' && present !== undefined) {
      const asked = questions.get(replyTo ?? '') ?? at;
      put(asked > settledAt && asked < at ? asked : at, undefined);
    } else if (id === awaited && person === undefined) put(at, undefined);
  }
  const atEnd: Handover[] = [];
  for (const who of [...waiting.map((handover) => handover.person), person]) {
    if (who !== present) atEnd.push({ person: who });
    present = who;
  }
  return { before, atEnd };
}
