import type { Guards } from '@parley/auth';
import type { Line } from '@parley/bus';
import type { Store } from '@parley/store';
import type { Connected } from '../commands/Connected.ts';

/** What the routes of a user's own things work with. */
export interface Backend {
  readonly authenticate: Guards['authenticate'];
  readonly store: Store;
  readonly line: Pick<Line<Connected>, 'connected'>;
}
