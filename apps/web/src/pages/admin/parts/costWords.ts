/** US dollars; the small sums that tokens cost keep their digits. */
export function costWords(usd: number): string {
  const digits = usd === 0 || usd >= 1 ? 2 : 4;
  return usd.toLocaleString(undefined, {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}
