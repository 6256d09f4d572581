const PATH = /^\/c\/([0-9a-f-]{36})$/i;

/** The conversation that the address names. */
export const sessionInUrl = (): string | undefined => PATH.exec(location.pathname)?.[1]?.toLowerCase();

/** Puts a conversation into the address, so that a reload or a bookmark comes back to it. */
export function putInUrl(sessionId: string): void {
  if (sessionInUrl() === sessionId) return;
  const path = `/c/${sessionId}`;
  if (sessionInUrl() === undefined) history.replaceState(null, '', path);
  else history.pushState(null, '', path);
}
