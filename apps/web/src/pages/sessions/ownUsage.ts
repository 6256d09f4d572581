import type { Usage } from '@parley/protocol';

interface Used {
  /** Of models. */
  readonly calls: number;
  readonly usage: Usage;
}

/** What the reader used of the models. Days are those of UTC, as `2026-11-27`. */
export interface OwnUsage {
  readonly today: {
    readonly tokens: number;
    /** Tokens that may be taken in a day. */
    readonly quota?: number;
    /** When the next day begins. */
    readonly resetsAt: string;
  };
  /** In order, without those of no calls. */
  readonly days: readonly (Used & { readonly day: string })[];
  /** Most tokens first. */
  readonly models: readonly (Used & { readonly model: string })[];
}

/** The tokens of one day. */
export interface DayTokens {
  readonly day: string;
  readonly tokens: number;
}

const DAY_MS = 86_400_000;

/** The last `count` days in order, today's last, those of no calls too. */
export function lastDays({ today, days }: OwnUsage, count: number): DayTokens[] {
  const tokens = new Map(days.map(({ day, usage }) => [day, usage.totalTokens]));
  const end = Date.parse(today.resetsAt);
  return Array.from({ length: count }, (_, at) => {
    const day = new Date(end - (count - at) * DAY_MS).toISOString().slice(0, 10);
    return { day, tokens: tokens.get(day) ?? 0 };
  });
}
