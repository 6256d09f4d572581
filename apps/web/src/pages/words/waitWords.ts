/** When to try again, in words: "in 12 seconds", "in 3 minutes", "in 2 hours", and without a time "in a moment". */
export function waitWords(ms: number | undefined): string {
  if (ms === undefined || ms < 1000) return 'in a moment';
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return seconds === 1 ? 'in a second' : `in ${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return minutes === 1 ? 'in a minute' : `in ${minutes} minutes`;
  const hours = Math.ceil(minutes / 60);
  return hours === 1 ? 'in an hour' : `in ${hours} hours`;
}
