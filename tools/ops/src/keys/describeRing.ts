import type { RingKeyStatus } from '@parley/store';
import { table } from '../table.ts';

const COLUMNS = ['key', 'data keys', 'place', 'what to do'];

/** What a key of the ring is for, and what is to be done about it. */
function adviceFor({ known, dataKeys }: RingKeyStatus, at: number): readonly [place: string, advice: string] {
  if (!known) return ['missing', 'put it back: what it wraps can’t be read'];
  if (at === 0) return ['first, wraps', 'keep'];
  if (dataKeys > 0) return ['unwraps', 'keep until they are wrapped again: npm run keys -- rotate'];
  return ['unwraps', 'can be dropped once every service has the first key first'];
}

/** The keys of the ring as a table, those that it lacks last. */
export const describeRing = (keys: readonly RingKeyStatus[]): string =>
  table(
    COLUMNS,
    keys.map((key, at) => [key.ringKey, String(key.dataKeys), ...adviceFor(key, at)]),
  );
