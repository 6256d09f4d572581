/** An error's message and those of its causes, in one line. */
export function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  const cause = 'cause' in error ? error.cause : undefined;
  return cause === undefined ? String(error.message) : `${String(error.message)}: ${reasonOf(cause)}`;
}
