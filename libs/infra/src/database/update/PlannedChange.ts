import type { Path } from '../query/walkPath.ts';
import type { Change } from './editPath.ts';

/** A change with when and from where it is made. */
export interface PlannedChange extends Change {
  /** `$setOnInsert`: only when an upsert makes the document. */
  onlyInserting?: boolean;
  /** `$rename`: the path whose value before the update is taken. */
  from?: Path;
}
