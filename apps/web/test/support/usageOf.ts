import type { OwnUsage } from '../../src/pages/sessions/ownUsage.ts';

const DAY_MS = 86_400_000;

/** What a reader used who took these tokens, today's last. */
export function usageOf(tokens: readonly number[], quota?: number): OwnUsage {
  const end = (Math.floor(Date.now() / DAY_MS) + 1) * DAY_MS;
  const used = (totalTokens: number) => ({
    calls: Math.ceil(totalTokens / 1000),
    usage: { inputTokens: totalTokens, outputTokens: 0, totalTokens },
  });
  const days = tokens.flatMap((total, at) => {
    const day = new Date(end - (tokens.length - at) * DAY_MS).toISOString().slice(0, 10);
    return total === 0 ? [] : [{ day, ...used(total) }];
  });
  const all = tokens.reduce((sum, each) => sum + each, 0);
  const models = [
    { model: 'quick', ...used(Math.round(all * 0.7)) },
    { model: 'clever', ...used(Math.round(all * 0.3)) },
  ];
  return {
    today: {
      tokens: tokens.at(-1) ?? 0,
      ...(quota !== undefined && { quota }),
      resetsAt: new Date(end).toISOString(),
    },
    days,
    models: all === 0 ? [] : models,
  };
}
