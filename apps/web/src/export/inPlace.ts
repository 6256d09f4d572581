import { answerId, type Entry } from '@parley/conversation';
import type { Entries } from '@parley/store';

/** What is left of a timeline for reading: an entry as it stands now, or one that was left out. */
export type Placed = { readonly kind: 'entry'; readonly entry: Entry } | { readonly kind: 'left out' };

/**
 * The entries of a timeline as they read now: superseded ones are left out, and an answer that replaces another one
 * stands where that one stood, not at the end where it was written.
 */
export async function* inPlace(
  entries: Pick<Entries, 'get'>,
  timeline: AsyncIterable<Entry>,
): AsyncGenerator<Placed> {
  /** Those that have been shown in the place of what they replace. */
  const shown = new Set<string>();

  /** The latest answer in place of this one, if its replacements lead to one that still counts. */
  async function replacementOf(replaced: Entry): Promise<Entry | undefined> {
    const { id, sessionId, replyTo, version = 1 } = replaced;
    if (replyTo === undefined) return undefined;
    const next = await entries.get(sessionId, answerId(sessionId, replyTo, version + 1));
    if (next?.replaces !== id) return undefined;
    return next.status === 'superseded' ? replacementOf(next) : next;
  }

  for await (const entry of timeline) {
    if (shown.has(entry.id)) continue;
    if (entry.status !== 'superseded') {
      yield { kind: 'entry', entry };
      continue;
    }
    yield { kind: 'left out' };
    const replacement = await replacementOf(entry);
    if (!replacement || shown.has(replacement.id)) continue;
    shown.add(replacement.id);
    yield { kind: 'entry', entry: replacement };
  }
}
