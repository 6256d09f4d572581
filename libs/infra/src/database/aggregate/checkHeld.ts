import { CommandError } from '../commandError.ts';

/** How many documents or groups one stage of a pipeline may hold at a time. */
const most = 500_000;

/** Refuses to hold more of something than a stage of a pipeline may. */
export function checkHeld(stage: string, held: number): void {
  if (held <= most) return;
  const message = `${stage} would hold more than ${most} documents in memory`;
  throw new CommandError(292, 'QueryExceededMemoryLimitNoDiskUseAllowed', message);
}
