import type { Hour } from '../api/figures.ts';
import { everyStep, type Span, type Steps } from './everyStep.ts';

const HOUR_MS = 3_600_000;

/** One value for each hour from the first one up to `to`, 0 where nothing happened; with the hours, in seconds. */
export const everyHour = (hours: readonly Hour[], span: Span, value: (hour: Hour) => number): Steps =>
  everyStep(new Map(hours.map((hour) => [Date.parse(hour.hour), value(hour)])), span, HOUR_MS);
