import type { UsageRow } from '../api/figures.ts';
import { everyStep, type Span, type Steps } from './everyStep.ts';

const DAY_MS = 86_400_000;

/** One value for each day (of UTC, as usage is kept) from the first one up to `to`, 0 where nothing was used. */
export const everyDay = (rows: readonly UsageRow[], span: Span, value: (row: UsageRow) => number): Steps =>
  everyStep(new Map(rows.map((row) => [Date.parse(row.key), value(row)])), span, DAY_MS);
