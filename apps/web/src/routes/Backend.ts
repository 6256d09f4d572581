import type { Guards } from '@parley/auth';
import type { Store } from '@parley/store';
import type { Line } from '../commands/createLine.ts';

/** What the routes of a user's own things work with. */
export interface Backend {
  readonly authenticate: Guards['authenticate'];
  readonly store: Store;
  readonly line: Pick<Line, 'connected'>;
}
