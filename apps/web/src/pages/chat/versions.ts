import type { Message } from '@parley/protocol';

/** One place of the column: the newest version of what stands there, and all of them, the first one first. */
export interface Place {
  readonly message: Message;
  readonly versions: readonly Message[];
}

const byId = (messages: readonly Message[]): ReadonlyMap<string, Message> =>
  new Map(messages.map((message) => [message.id, message]));

/** An answer's versions, from the first one that is loaded up to it. */
function upTo(message: Message, all: ReadonlyMap<string, Message>): Message[] {
  const versions = [message];
  for (let now = message; now.replaces !== undefined;) {
    const before = all.get(now.replaces);
    // An answer comes after the one that it replaces; whatever says otherwise replaces nothing.
    if (!before || before.seq >= now.seq) break;
    versions.unshift(before);
    now = before;
  }
  return versions;
}

/**
 * What is shown, in its order: by `seq`, but a new version of an answer stands where the first one stood. Superseded
 * entries are shown as versions alone. A version whose place isn't loaded yet comes with the older messages.
 */
export function placesOf(messages: readonly Message[], hasOlder: boolean): readonly Place[] {
  const all = byId(messages);
  return messages
    .filter(({ status }) => status !== 'superseded')
    .map((message) => ({ message, versions: upTo(message, all) }))
    .filter(({ versions }) => !hasOlder || versions[0]?.replaces === undefined)
    .toSorted((a, b) => (a.versions[0]?.seq ?? 0) - (b.versions[0]?.seq ?? 0));
}
