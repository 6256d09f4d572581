const CHAT = /^\/c\/([0-9a-f-]{36})$/i;
const SEQ = /^#(\d{1,9})$/;

/** What the address names. */
export interface Place {
  /** The list of conversations, and none of them. */
  readonly list: boolean;
  readonly sessionId: string | undefined;
  /** The message of it that is to be shown. */
  readonly seq: number | undefined;
}

export const placeNow = (): Place => {
  const sessionId = CHAT.exec(location.pathname)?.[1]?.toLowerCase();
  const seq = SEQ.exec(location.hash)?.[1];
  return {
    list: location.pathname === '/sessions',
    sessionId,
    seq: sessionId !== undefined && seq !== undefined ? Number(seq) : undefined,
  };
};

/** The address of a conversation, or of a message in it. */
export const chatPath = (sessionId: string, seq?: number): string =>
  `/c/${sessionId}${seq === undefined ? '' : `#${seq}`}`;

/** Puts a conversation into the address, so that a reload or a bookmark comes back to it. */
export function putInUrl(sessionId: string): void {
  const now = placeNow();
  if (now.sessionId === sessionId) return;
  if (now.sessionId === undefined && !now.list) history.replaceState(null, '', chatPath(sessionId));
  else history.pushState(null, '', chatPath(sessionId));
}
