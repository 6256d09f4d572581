import { UsageError } from '../UsageError.ts';

/** The numbers of dead letters that were given; @throws UsageError when there is none, or something else. */
export function letterNumbers(args: readonly string[], usage: string): number[] {
  if (args.length > 0 && args.every((arg) => /^[1-9]\d{0,14}$/.test(arg))) return args.map(Number);
  throw new UsageError(`npm run queue -- ${usage}, where N is the number of a dead letter (list shows them)`);
}
