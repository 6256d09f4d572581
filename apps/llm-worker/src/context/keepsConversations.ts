import type { ModelConfig } from '@parley/config';

const KEEPERS: ReadonlySet<string> = new Set(['dify']);

/** Whether a model's provider keeps conversations itself, goes on with one by its id, and counts what we never sent. */
export const keepsConversations = ({ provider }: Pick<ModelConfig, 'provider'>): boolean =>
  KEEPERS.has(provider);
