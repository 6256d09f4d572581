/** The first entry of a session. */
export const firstEntry = (sessionId: string) => ({
  id: sessionId,
  sessionId,
  seq: 1,
  rev: 2,
  sender: 'user' as const,
  kind: 'text' as const,
  text: '',
  attachments: [],
  status: 'complete' as const,
  createdAt: 0,
});
