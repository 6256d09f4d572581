import type { ServerFrame, Session } from '@parley/protocol';
import type { OwnUsage } from '../../src/pages/sessions/ownUsage.ts';
import { usageOf } from './usageOf.ts';

const NO_USAGE = { inputTokens: 0, outputTokens: 0, totalTokens: 0 };
const START = Date.UTC(2026, 0, 1);

interface Match {
  readonly messageId: string;
  readonly seq: number;
  readonly passage: string;
  readonly ranges: readonly (readonly [number, number])[];
}

/** What came to the list's routes. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** The sessions of the reader beside the one that is open, and the HTTP that lists and changes them. */
export class FakeSessions {
  readonly all = new Map<string, Session>();
  /** Every request that came, in order. */
  readonly asked: Asked[] = [];
  /** Where a search finds its text, by session id. */
  readonly matches = new Map<string, Match>();
  /** Status with which every request is refused; 0: none is. */
  failing = 0;
  /** What the reader used. */
  usage: OwnUsage = usageOf([]);
  /** Waits before a list is answered: what it says was known before. */
  pause: Promise<void> = Promise.resolve();
  readonly #tell: (frame: ServerFrame) => void;

  constructor(tell: (frame: ServerFrame) => void) {
    this.#tell = tell;
  }

  /** A session with its last activity so many minutes after the first day of 2026. */
  add(name: string, minute: number, more: Partial<Session> = {}): Session {
    const at = new Date(START + minute * 60_000).toISOString();
    const session: Session = {
      id: crypto.randomUUID(),
      rev: 1,
      userId: 'u',
      name,
      model: 'demo',
      state: 'idle',
      handling: 'ai',
      adminAssisted: false,
      archived: false,
      createdAt: at,
      lastActivityAt: at,
      durationMs: 0,
      messageCount: 2,
      usage: NO_USAGE,
      responseTimes: { maxMs: 0, avgMs: 0, count: 0 },
      ...more,
    };
    this.all.set(session.id, session);
    return session;
  }

  /** It changes, and all sockets of its user hear of it, unless `silent`. */
  change(id: string, change: Partial<Session>, silent = false): void {
    const before = this.all.get(id);
    if (!before) return;
    const session = { ...before, ...change, rev: before.rev + 1 };
    this.all.set(id, session);
    if (!silent) this.#tell({ type: 'session.updated', sessionId: id, rev: session.rev, session });
  }

  /** Something is said in it at that minute. */
  move(id: string, minute: number, silent = false): void {
    this.change(id, { lastActivityAt: new Date(START + minute * 60_000).toISOString() }, silent);
  }

  remove(id: string): void {
    this.all.delete(id);
    this.#tell({ type: 'session.ended', sessionId: id, reason: 'deleted' });
  }

  list(query: URLSearchParams): { items: unknown[]; nextCursor: string | null } {
    const limit = Number(query.get('limit') ?? 50);
    const q = query.get('q');
    const [before = '', beforeId = ''] = (query.get('cursor') ?? '').split('|');
    const rows = [...this.all.values()]
      .filter(({ id, name, archived }) =>
        q === null
          ? archived === (query.get('archived') === 'true')
          : name.includes(q) || this.matches.has(id),
      )
      .toSorted((a, b) => (key(a) < key(b) ? 1 : -1))
      .filter((row) => before === '' || key(row) < `${before}|${beforeId}`);
    const items = rows
      .slice(0, limit)
      .map((row) => (q === null ? row : { ...row, match: this.matches.get(row.id) }));
    const last = rows[limit - 1];
    return { items, nextCursor: last && rows.length > limit ? key(last) : null };
  }
}

const key = ({ lastActivityAt, id }: Session): string => `${lastActivityAt}|${id}`;
