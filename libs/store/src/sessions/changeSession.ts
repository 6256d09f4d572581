import { setTimeout as wait } from 'node:timers/promises';
import { StoreUnavailable } from '../database/StoreUnavailable.ts';
import type { Loaded, StoredChange } from './Loaded.ts';

/** What is decided from a session's state: a change of it, if any, and whatever the caller wants to know. */
export interface Decision<T> {
  readonly change?: StoredChange | undefined;
  readonly result: T;
}

/** Decides what happens, from the state as it is. Is asked again when somebody else was faster. */
export type Decide<T> = (state: Loaded['state']) => Decision<T> | Promise<Decision<T>>;

/** How a session is read and written. */
export interface SessionAccess {
  readonly load: (id: string) => Promise<Loaded | undefined>;
  readonly commit: (loaded: Loaded, change: StoredChange) => Promise<Loaded | undefined>;
}

/** Changes that may come in between before it is given up. */
const TRIES = 50;
const LONGEST_WAIT_MS = 20;

/**
 * Loads a session, decides, stores what was decided; again, when another change came in between. `undefined`: there is
 * no such session. With `known`, a session as it was shortly before, a change is first tried of that one.
 * @throws StoreUnavailable also when 50 other changes came in between, one after the other
 */
export async function changeSession<T>(
  { load, commit }: SessionAccess,
  id: string,
  decide: Decide<T>,
  known?: Loaded,
): Promise<{ readonly loaded: Loaded; readonly result: T } | undefined> {
  for (let tried = 0; tried < TRIES; tried++) {
    // Those who lost to each other twice shall not meet again at once.
    if (tried > 1) await wait(Math.random() * Math.min(tried, LONGEST_WAIT_MS));
    const before = tried === 0 ? known : undefined;
    const loaded = before ?? (await load(id));
    if (!loaded) return undefined;
    const { change, result } = await decide(loaded.state);
    // That nothing is to be changed can't be said of a session which may have changed since.
    const unchanged = before ? undefined : loaded;
    const now = change ? await commit(loaded, change) : unchanged;
    if (now) return { loaded: now, result };
  }
  throw new StoreUnavailable('change session', new Error(`${TRIES} changes came in between`));
}
