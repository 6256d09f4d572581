/** What was asked for can't be understood; the message says how to ask. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
