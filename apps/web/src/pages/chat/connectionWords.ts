import type { ConnectionState } from '@parley/client';

const KEPT = 'What you write is kept.';

/** What is wrong with the connection; empty while it is open. */
export function connectionWords(state: ConnectionState, wasOpen: boolean, online: boolean): string {
  switch (state.status) {
    case 'open':
    case 'idle':
      return '';
    case 'closed':
      return 'The connection was closed and won’t come back by itself. Please reload the page.';
    case 'connecting':
    case 'waiting':
      if (!online) return `You are offline. ${KEPT}`;
      return wasOpen ? `Reconnecting… ${KEPT}` : 'Connecting…';
  }
}
