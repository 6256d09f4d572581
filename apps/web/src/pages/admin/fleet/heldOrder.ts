import type { Session } from '@parley/protocol';

export interface HeldRow {
  readonly session: Session;
  /** It has left the list while somebody's hand was on it. */
  readonly gone: boolean;
}

/** The order in which rows are shown: while a hand is on them, each keeps its place and new ones join at the end. */
export class HeldOrder {
  /** How many stand further down than they would if nobody's hand were on the list. */
  late = 0;
  #order: readonly string[] = [];
  /** Those that came while a hand was on the list. */
  #joined: readonly string[] = [];
  #known: ReadonlyMap<string, Session> = new Map();

  /** `sorted`: what is to be shown, as it would stand. */
  arrange(sorted: readonly Session[], held: boolean): readonly HeldRow[] {
    const now = new Map(sorted.map((session) => [session.id, session]));
    const ids = [...now.keys()];
    const kept = held ? this.#order : [];
    const joined = ids.filter((id) => !kept.includes(id));
    this.#order = [...kept, ...joined];
    this.#joined = held ? [...this.#joined, ...joined] : [];
    const last = ids.findLastIndex((id) => !this.#joined.includes(id));
    this.late = ids.filter((id, at) => at < last && this.#joined.includes(id)).length;
    this.#known = new Map([...this.#known, ...now].filter(([id]) => this.#order.includes(id)));
    return this.#order.flatMap((id) => {
      const session = now.get(id) ?? this.#known.get(id);
      return session ? [{ session, gone: !now.has(id) }] : [];
    });
  }
}
