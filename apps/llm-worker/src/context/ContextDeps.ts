import type { Store } from '@parley/store';
import type { FileReader } from '../files/ReadFile.ts';
import type { Tokens } from './Tokens.ts';

/** What requests to models are made with. */
export interface ContextDeps {
  readonly store: {
    readonly entries: Pick<Store['entries'], 'recentConversation' | 'lastInThread'>;
    readonly notes: Pick<Store['notes'], 'list'>;
    /** What was said before, in short. */
    readonly summaries: Pick<Store['summaries'], 'get'>;
  };
  readonly tokens: Tokens;
  readonly files: FileReader;
  /** How long the files of one request may take altogether, in milliseconds; 20 s, unless told otherwise. */
  readonly filesMs?: number;
  /** The deployment's own system prompt: it stands before the model's. */
  readonly systemPrompt?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
