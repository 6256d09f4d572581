import type { Reply } from './outboxEntry.ts';
import type { SessionFrame } from './sessionHandle.ts';
import type { Watching } from './watching.ts';

/** What a session's user does to get a human, and what that human does. Each resolves on its ack. */
export interface PeopleCalls {
  /** Calls a human; `email`: where the answer goes when its user has left. Once more changes the reason. */
  requestHelp(reason?: string, email?: string): Promise<Reply>;
  cancelHelp(): Promise<Reply>;
  /** Takes the session; `force` (role `supervisor`) takes it from another admin. */
  takeover(force?: boolean): Promise<Reply>;
  /** Hands the session back to the assistant, who reads `note`, or over to the admin `to`. */
  release(more?: { readonly note?: string; readonly to?: string }): Promise<Reply>;
  /** "I am on it": nobody else is called. */
  acknowledge(): Promise<Reply>;
  /** Keeps a note that admins alone see; with `forAssistant` the model reads it as guidance. */
  note(text: string, forAssistant?: boolean): Promise<Reply>;
  /** Shows what only admins see of the session, over any number of reconnects, until `unwatch`. */
  watch(): Promise<Reply>;
  unwatch(): Promise<Reply>;
}

/** Says these as frames of one session. */
export const peopleCalls = (
  send: (frame: SessionFrame) => Promise<Reply>,
  watching: Watching,
): PeopleCalls => ({
  requestHelp: (reason, email) =>
    send({ type: 'help.request', ...(reason ? { reason } : {}), ...(email ? { email } : {}) }),
  cancelHelp: () => send({ type: 'help.cancel' }),
  takeover: (force = false) => send({ type: 'admin.takeover', ...(force ? { force } : {}) }),
  release: (more = {}) => send({ type: 'admin.release', ...more }),
  acknowledge: () => send({ type: 'admin.acknowledge' }),
  note: (text, forAssistant = false) =>
    send({ type: 'admin.note', text, ...(forAssistant ? { forAssistant } : {}) }),
  watch: () => watching.start(),
  unwatch: () => watching.end(),
});
