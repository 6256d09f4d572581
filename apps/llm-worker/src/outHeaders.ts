import { userKey, type OutHeaders } from '@parley/bus';
import type { SessionState } from '@parley/conversation';

/** What stands beside a session's frames for gateways, which read none. */
export const outHeaders = ({
  fence,
  admin,
  removed,
}: Pick<SessionState, 'fence' | 'admin' | 'removed'>): OutHeaders => ({
  fence,
  holder: admin ? userKey(admin.id) : 'nobody',
  gone: removed !== undefined,
});
