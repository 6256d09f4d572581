import type { Disturbance } from '../lines/Lines.ts';
import { nameOf, type Replica } from '../stack/Replica.ts';

/** What is done to the running whole. */
export type Fault =
  /** `kill -9`. */
  | { readonly kind: 'kill'; readonly target: Replica; readonly afterMs: number }
  /** `kill -9` of every process at one moment. */
  | { readonly kind: 'blackout'; readonly targets: readonly Replica[]; readonly afterMs: number }
  /** SIGSTOP, and SIGCONT later: an old holder comes back. */
  | { readonly kind: 'pause'; readonly target: Replica; readonly afterMs: number; readonly lastsMs: number }
  /** A line between two parts is disturbed for a while. */
  | { readonly kind: Disturbance; readonly line: string; readonly afterMs: number; readonly lastsMs: number };

/** What a fault hits: nothing is hit twice at once. */
export function targetOf(fault: Fault): string {
  if ('line' in fault) return fault.line;
  return fault.kind === 'blackout' ? 'of everything' : nameOf(fault.target);
}

export const describeFault = (fault: Fault): string => `${fault.kind} ${targetOf(fault)}`;
