/** When to try again, in words: "in 12 seconds", "in 3 minutes", and without a time "in a moment". */
export function waitWords(ms: number | undefined): string {
  if (ms === undefined || ms < 1000) return 'in a moment';
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return seconds === 1 ? 'in a second' : `in ${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? 'in a minute' : `in ${minutes} minutes`;
}
