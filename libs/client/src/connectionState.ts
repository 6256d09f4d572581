import type { ServerFrameOf } from '@parley/protocol';

/** How the connection stands. Times are milliseconds since 1970. */
export type ConnectionState =
  | { readonly status: 'idle' }
  | { readonly status: 'connecting'; readonly attempt: number }
  /** `welcome.models` are always those that were told last. */
  | { readonly status: 'open'; readonly welcome: ServerFrameOf<'welcome'> }
  | { readonly status: 'waiting'; readonly retryAt: number; readonly attempt: number }
  | { readonly status: 'closed'; readonly why: ClosedWhy };

/** Why a connection is not opened again by itself: `code` is the close code, 1000 when the page asked for it. */
export interface ClosedWhy {
  readonly code: number;
  readonly reason: string;
}
