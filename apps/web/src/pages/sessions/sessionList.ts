import type { ServerFrame, Session } from '@parley/protocol';
import { arrange, newer } from './arrange.ts';
import type { ListPage } from './sessionsApi.ts';

const PAGE = 30;
/** The most that is read again after a loss, and that one page may have. */
const MOST = 200;

/** Reads a page of one of the two lists. */
export type ReadPage = (query: {
  readonly archived: boolean;
  readonly cursor?: string | undefined;
  readonly limit: number;
}) => Promise<ListPage>;

/** How far one of the two lists has been read. */
interface Reach {
  /** `undefined`: not at all; `null`: to its end. */
  readonly cursor: string | null | undefined;
  /** Last activity of the last one read. */
  readonly to: string;
}

const UNREAD: Reach = { cursor: undefined, to: '' };

/**
 * One's sessions as far as they are known: pages that were read, kept up by what the socket tells. Each is known once,
 * however it moves between two pages, and is shown as soon as everything newer has been read.
 */
export class SessionList {
  /** Of the last read: it failed. */
  failed: unknown;
  readonly #read: ReadPage;
  readonly #changed: () => void;
  readonly #rows = new Map<string, Session>();
  /** Deleted ones: an answer that was on its way must not bring them back. */
  readonly #gone = new Set<string>();
  readonly #reach = new Map<boolean, Reach>();
  #reading: Promise<void> | undefined;
  /** The read that failed last. */
  #undone: (() => Promise<void>) | undefined;
  #stale = false;

  constructor(read: ReadPage, changed: () => void) {
    this.#read = read;
    this.#changed = changed;
  }

  get loading(): boolean {
    return this.#reading !== undefined;
  }

  /** Has the list been read to its end? */
  isWhole(archived: boolean): boolean {
    return this.#reachOf(archived).cursor === null;
  }

  isRead(archived: boolean): boolean {
    return this.#reachOf(archived).cursor !== undefined;
  }

  /** As it is known now; `undefined` when it isn't, or is no more. */
  get(id: string): Session | undefined {
    return this.#gone.has(id) ? undefined : this.#rows.get(id);
  }

  /**
   * The rows of one list, in their order; `held` is what stands under the reader's hand: of that, those that have left
   * the list meanwhile keep their place, too.
   */
  shown(archived: boolean, held: readonly string[] = []): readonly Session[] {
    const { cursor, to } = this.#reachOf(archived);
    const kept = new Set(held);
    const rows = [...this.#rows.values()].filter(
      (row) =>
        kept.has(row.id) || (this.#isIn(row, archived) && (cursor === null || row.lastActivityAt >= to)),
    );
    return arrange(cursor === undefined ? [] : rows, held);
  }

  /** Reads the next page; while one is read, waits for that. What fails is in `failed`. */
  more(archived: boolean): Promise<void> {
    return this.isWhole(archived) ? Promise.resolve() : this.#once(() => this.#next(archived));
  }

  /** Something may have been missed: reads what is known again, from the newest on; the first page when nothing is. */
  async again(): Promise<void> {
    this.#stale = true;
    await this.#reading;
    if (!this.#stale) return;
    this.#stale = false;
    await this.#once(async () => {
      if (this.#reach.size === 0) await this.#next(false);
      else for (const archived of this.#reach.keys()) await this.#again(archived);
    });
  }

  /** Reads once more what couldn't be read. */
  async retry(): Promise<void> {
    if (this.#undone) await this.#once(this.#undone);
  }

  /** Takes a row, unless a newer state of it is known. */
  put(row: Session): void {
    if (this.#gone.has(row.id)) return;
    const known = this.#rows.get(row.id);
    this.#rows.set(row.id, known ? newer(known, row) : row);
    this.#changed();
  }

  /** Shows a change before the server has confirmed it. */
  guess(id: string, change: Partial<Pick<Session, 'name' | 'archived'>>): void {
    const known = this.#rows.get(id);
    if (known) this.#rows.set(id, { ...known, ...change });
    this.#changed();
  }

  /** Is it known to be deleted? */
  isGone(id: string): boolean {
    return this.#gone.has(id);
  }

  /** It is deleted. */
  drop(id: string): void {
    this.#gone.add(id);
    this.#changed();
  }

  /** Takes what the socket tells. */
  hear(frame: ServerFrame): void {
    const { type } = frame;
    if (type === 'session.opened' || type === 'session.updated') this.put(frame.session);
    else if (type === 'session.deactivated') this.#state(frame.sessionId, 'idle');
    else if (type === 'session.ended') {
      if (frame.reason === 'continuity') this.#state(frame.sessionId, 'ended');
      else this.drop(frame.sessionId);
    }
  }

  #isIn(row: Session, archived: boolean): boolean {
    return row.archived === archived && !this.#gone.has(row.id);
  }

  #state(id: string, state: Session['state']): void {
    const known = this.#rows.get(id);
    if (known) this.#rows.set(id, { ...known, state });
    this.#changed();
  }

  #reachOf(archived: boolean): Reach {
    return this.#reach.get(archived) ?? UNREAD;
  }

  async #next(archived: boolean): Promise<void> {
    const { cursor, to } = this.#reachOf(archived);
    const page = await this.#read({ archived, limit: PAGE, ...(cursor && { cursor }) });
    for (const row of page.items) this.put(row);
    this.#reach.set(archived, { cursor: page.nextCursor, to: page.items.at(-1)?.lastActivityAt ?? to });
  }

  /** Whatever lies within what is read and isn't there is no more. */
  async #again(archived: boolean): Promise<void> {
    const reach = this.#reachOf(archived);
    const before = new Map(this.#rows);
    const { items, cursor } = await this.#from(archived, reach);
    const there = new Set(items.map(({ id }) => id));
    const to = cursor === null ? '' : (items.at(-1)?.lastActivityAt ?? '');
    for (const row of this.#rows.values()) {
      const covered = this.#isIn(row, archived) && row.lastActivityAt > to;
      // Of what has changed since the question, the answer says nothing.
      if (covered && before.get(row.id) === row && !there.has(row.id)) this.#rows.delete(row.id);
    }
    for (const row of items) this.put(row);
    if (cursor === null || to < reach.to) this.#reach.set(archived, { cursor, to });
  }

  /** Reads from the newest one on, as far as was read before, or as far as is reasonable. */
  async #from(
    archived: boolean,
    reach: Reach,
  ): Promise<{ items: readonly Session[]; cursor: string | null }> {
    const end = reach.cursor === null ? '' : reach.to;
    const items: Session[] = [];
    let cursor: string | null | undefined;
    do {
      const limit = Math.min(MOST, Math.max(PAGE, this.shown(archived).length)) - items.length;
      const page = await this.#read({ archived, limit: Math.max(PAGE, limit), ...(cursor && { cursor }) });
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null && items.length < MOST && (items.at(-1)?.lastActivityAt ?? '') > end);
    return { items, cursor };
  }

  #once(read: () => Promise<void>): Promise<void> {
    this.#reading ??= this.#settle(read);
    return this.#reading;
  }

  async #settle(read: () => Promise<void>): Promise<void> {
    try {
      await read();
      this.failed = undefined;
      this.#undone = undefined;
    } catch (error) {
      this.failed = error;
      this.#undone = read;
    }
    this.#reading = undefined;
    this.#changed();
  }
}
