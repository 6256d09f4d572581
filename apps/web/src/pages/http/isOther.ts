import type { PageConfig } from '../../routes/config.ts';

/** Is it another Parley than before? Which models can be used now makes no difference: those are told by the socket. */
export function isOther(now: PageConfig | undefined, before: PageConfig | undefined): boolean {
  const lasting = (config: PageConfig | undefined): string => JSON.stringify({ ...config, models: [] });
  return lasting(now) !== lasting(before);
}
