import type { Audit } from '../audit/createAudit.ts';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import type { RemovalDocument } from '../documents/RemovalDocument.ts';
import { completeErasure } from './completeErasure.ts';
import { deleteSession } from './deleteSession.ts';
import { removeUser } from './removeUser.ts';

/** Removals that are to be looked after. */
export type Removals = ReturnType<typeof createRemovals>;

/** Longer than anybody who began to copy an entry before the removal can still be at it. */
const SETTLED_AFTER_MS = 10 * 60_000;
const AT_ONCE = 100;

export function createRemovals(context: StoreContext, audit: Pick<Audit, 'append'>) {
  const { removals, sessions, now } = context;

  async function again({ kind, target, done, ...needs }: RemovalDocument): Promise<void> {
    if (kind === 'user')
      return done ? removeUser(context, target) : completeErasure(context, audit, target, needs);
    const one = { projection: { _id: 1 } };
    const find = () => sessions.findOne({ _id: target }, one);
    const isNew = done && (await atDatabase('look for session', find)) !== null;
    if (!isNew) await deleteSession(context, target);
  }

  return {
    /**
     * Repeats the removals of a while ago, and forgets them: one that a crash cut short is completed, and an entry that
     * was being copied while its session went away is taken out. Says how many it finished.
     */
    async finish(): Promise<number> {
      let finished = 0;
      for (;;) {
        const due = removals.find({ at: { $lt: new Date(now() - SETTLED_AFTER_MS) } }).sort({ at: 1 });
        const found = await atDatabase('read removals', () => due.limit(AT_ONCE).toArray());
        for (const removal of found) {
          await again(removal);
          const { _id, at } = removal;
          await atDatabase('finish removal', () => removals.deleteOne({ _id, at }));
        }
        finished += found.length;
        if (found.length < AT_ONCE) return finished;
      }
    },
  };
}
