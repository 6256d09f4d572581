import type { LifeChange, SessionState } from '@parley/conversation';
import type { Decision, Loaded } from '@parley/store';
import type { Deps } from './deps.ts';
import { tell } from './tell.ts';

/** What a rule made of a session; `change` is missing when the rule left it as it was. */
export interface Changed<C extends LifeChange> {
  readonly session: SessionState;
  readonly change?: C;
}

/**
 * Applies a rule to a session, again if somebody else changed it meanwhile, and tells what it changed. One that is about
 * to be removed counts as gone (`undefined`): nothing may follow its end. `known`: the session as it was shortly before.
 */
export async function changeSession<C extends LifeChange>(
  { store, bus }: Pick<Deps, 'store' | 'bus'>,
  id: string,
  rule: (session: SessionState) => C | undefined | Promise<C | undefined>,
  known?: Loaded,
): Promise<Changed<C> | undefined> {
  const decide = async (session: SessionState): Promise<Decision<C | undefined>> => {
    if (session.removed) return { result: undefined };
    const change = await rule(session);
    return {
      ...(change && { change: { session: change.session, entries: change.entries } }),
      result: change,
    };
  };
  const done = await store.sessions.change(id, decide, known);
  if (!done || done.loaded.state.removed) return undefined;
  const { loaded, result: change } = done;
  if (!change) return { session: loaded.state };
  tell(bus, change);
  return { session: loaded.state, change };
}
