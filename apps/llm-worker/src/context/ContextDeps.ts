import type { Store } from '@parley/store';
import type { FileReader } from '../files/ReadFile.ts';
import type { SummaryStore } from './SummaryStore.ts';
import type { Tokens } from './Tokens.ts';

/** What requests to models are made with. */
export interface ContextDeps {
  readonly store: {
    readonly entries: Pick<Store['entries'], 'recentConversation' | 'lastInThread'>;
    readonly notes: Pick<Store['notes'], 'list'>;
  };
  readonly tokens: Tokens;
  readonly files: FileReader;
  /** What was said before, in short; left out where nothing is summed up. */
  readonly summaries?: Pick<SummaryStore, 'get'>;
  /** The deployment's own system prompt: it stands before the model's. */
  readonly systemPrompt?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
