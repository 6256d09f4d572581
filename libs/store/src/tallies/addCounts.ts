import type { Counts } from './Counts.ts';

type Numbers<K extends string> = Readonly<Partial<Record<K, number>>>;

function addEach<K extends string>(a: Numbers<K>, b: Numbers<K>): Numbers<K> {
  const sums: Partial<Record<K, number>> = { ...a };
  for (const [name, number] of Object.entries(b) as [K, number][]) sums[name] = (sums[name] ?? 0) + number;
  return sums;
}

/** Both together. */
export const addCounts = (a: Counts, b: Counts): Counts => ({
  messages: addEach(a.messages, b.messages),
  answers: addEach(a.answers, b.answers),
  responseMs: {
    sum: a.responseMs.sum + b.responseMs.sum,
    max: Math.max(a.responseMs.max, b.responseMs.max),
  },
  times: addEach(a.times, b.times) as Counts['times'],
});
