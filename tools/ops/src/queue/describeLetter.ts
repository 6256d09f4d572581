import { fromBytes, type DeadLetter } from '@parley/bus';
import { Command, Notification, Turn } from '@parley/protocol';
import { printable } from '../printable.ts';

/** What may be shown of a dead letter: no text, note, name or anything else that somebody wrote. */
export interface LetterFacts {
  readonly type: string;
  readonly session: string;
  readonly user: string;
  /** More of what it asked for, by name. */
  readonly more: Readonly<Record<string, string>>;
}

const UNKNOWN = '–';

/** The last part of a command's or a turn's subject is the session. */
const sessionOf = (subject: string): string => printable(subject.slice(subject.lastIndexOf('.') + 1));

function commandFacts({ frame, user, acceptedAt }: Command): Omit<LetterFacts, 'session'> {
  const text =
    'text' in frame && typeof frame.text === 'string' ? { text: `${frame.text.length} units` } : {};
  const messageId = 'messageId' in frame ? { message: frame.messageId } : {};
  return {
    type: frame.type,
    user: printable(user.id),
    more: { frame: frame.id, accepted: new Date(acceptedAt).toISOString(), ...messageId, ...text },
  };
}

function notificationFacts({ id, kind, by, at, userId, sessionId, round }: Notification): LetterFacts {
  return {
    type: `notify ${kind}`,
    session: sessionId ?? UNKNOWN,
    user: userId === undefined ? UNKNOWN : printable(userId),
    more: { event: id, by, at: new Date(at).toISOString(), ...(round && { round: String(round) }) },
  };
}

/** What a letter is about, read from its content as far as that can be read. */
export function describeLetter({ subject }: DeadLetter, payload: Uint8Array): LetterFacts {
  const isNotification = subject.startsWith('notify.');
  const session = isNotification ? UNKNOWN : sessionOf(subject);
  try {
    if (isNotification) return notificationFacts(fromBytes(Notification, payload));
    if (subject.startsWith('chat.')) return { session, ...commandFacts(fromBytes(Command, payload)) };
    if (subject.startsWith('turn.')) {
      return { session, type: 'turn', user: UNKNOWN, more: { message: fromBytes(Turn, payload).messageId } };
    }
    return { session, type: UNKNOWN, user: UNKNOWN, more: {} };
  } catch {
    // Why it can’t be read stands in the letter's own reason.
    return { session, type: 'unreadable', user: UNKNOWN, more: {} };
  }
}
