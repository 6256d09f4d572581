import type { Message } from '@parley/protocol';
import type { TimelineState } from './timelineState.ts';

const seqBelow = (messages: readonly Message[], seq: number): number =>
  messages.findLastIndex((message) => message.seq < seq);

function placed(messages: readonly Message[], entry: Message): readonly Message[] {
  const at = seqBelow(messages, entry.seq) + 1;
  const held = messages[at];
  if (held?.seq !== entry.seq) return messages.toSpliced(at, 0, entry);
  return held.rev > entry.rev ? messages : messages.with(at, entry);
}

/**
 * Puts an entry in its place, unless a newer version of it is there. One below the oldest shown is kept aside, so that
 * the shown ones stay without gaps and a later page from HTTP can't bring back its older version.
 */
export function putEntry(state: TimelineState, entry: Message): TimelineState {
  const [oldest] = state.messages;
  if (state.hasMore && oldest && entry.seq < oldest.seq) {
    const held = state.below.get(entry.id);
    if (held && held.rev > entry.rev) return state;
    return { ...state, below: new Map(state.below).set(entry.id, entry) };
  }
  const messages = placed(state.messages, entry);
  if (entry.status === 'streaming' || !state.streaming.has(entry.id)) return { ...state, messages };
  const streaming = new Map(state.streaming);
  streaming.delete(entry.id);
  return { ...state, messages, streaming };
}

/**
 * Adds a page of older entries (from HTTP) below those shown; an empty one says that there are none. Throws
 * `RangeError` when it doesn't reach up to the oldest one shown.
 */
export function prependEntries(state: TimelineState, page: readonly Message[]): TimelineState {
  if (page.length === 0) return { ...state, hasMore: false };
  const oldest = state.messages[0]?.seq ?? Infinity;
  const from = Math.min(oldest, ...page.map(({ seq }) => seq));
  if (oldest !== Infinity && Math.max(...page.map(({ seq }) => seq)) < oldest - 1) {
    throw new RangeError(`page: must reach up to seq ${oldest - 1}, the one below the oldest shown.`);
  }
  const known = [...state.below.values()].filter(({ seq }) => seq >= from);
  const below = new Map([...state.below].filter(([, { seq }]) => seq < from));
  const open = { ...state, below, hasMore: false };
  return { ...[...page, ...known].reduce(putEntry, open), hasMore: from > 1 };
}
