/** What an answer waits for; `leftMs`: until its model is tried again. */
export function waitingWords(reason: 'busy' | 'retry', leftMs: number | undefined): string {
  if (reason === 'busy') return 'The model is busy – your answer starts as soon as there is a place.';
  const seconds = Math.ceil((leftMs ?? 0) / 1000);
  return `The model had a problem – trying again ${seconds > 0 ? `in ${seconds} s` : 'now'}.`;
}
