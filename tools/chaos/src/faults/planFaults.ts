import type { Replica } from '../stack/Replica.ts';
import type { Disturbance } from '../lines/Lines.ts';
import { targetOf, type Fault } from './Fault.ts';

/** Faults that happen together; the next ones come when all are served again. */
export type Round = readonly Fault[];

/** What may be hit. */
export interface Targets {
  readonly services: readonly Replica[];
  readonly servers: readonly Replica[];
  readonly lines: readonly string[];
}

/** Faults of one round, at most. */
export const MOST_AT_ONCE = 4;
/** Within which the faults of a round begin. */
const SPREAD_MS = 800;
const DISTURBANCES: readonly Disturbance[] = ['cut', 'hang', 'slow'];
/** How long a pause lasts: of a service until the queue has given its work to another one, too. */
const PAUSE_MS = { service: [500, 8000], server: [300, 3000] } as const;
const LINE_MS = [300, 7000] as const;
/** Every so many decks everything is killed at once. */
const ALL_AT_ONCE = 10;

const between = ([least, most]: readonly [number, number], random: () => number): number =>
  Math.round(least + random() * (most - least));

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/**
 * One deck: every replica of a service and each server is killed once, one of each kind is paused, and one line of each
 * way to disturb it is disturbed.
 */
function deck({ services, servers, lines }: Targets, random: () => number): Fault[] {
  const pick = <T>(from: readonly T[]): T[] => shuffled(from, random).slice(0, 1);
  const afterMs = (): number => Math.round(random() * SPREAD_MS);
  const kills = [...services, ...servers].map((target): Fault => ({
    kind: 'kill',
    target,
    afterMs: afterMs(),
  }));
  const pause = (lasts: readonly [number, number]) => (target: Replica) => ({
    kind: 'pause' as const,
    target,
    afterMs: afterMs(),
    lastsMs: between(lasts, random),
  });
  const pauses = [
    ...pick(services).map(pause(PAUSE_MS.service)),
    ...pick(servers).map(pause(PAUSE_MS.server)),
  ];
  const disturbed = DISTURBANCES.flatMap((kind) =>
    pick(lines).map((line) => ({ kind, line, afterMs: afterMs(), lastsMs: between(LINE_MS, random) })),
  );
  return shuffled([...kills, ...pauses, ...disturbed], random);
}

/** Deals a deck into rounds; nothing is hit twice in one. */
function* dealt(faults: readonly Fault[], random: () => number): Generator<Round> {
  let left = [...faults];
  while (left.length > 0) {
    const most = 1 + Math.floor(random() * MOST_AT_ONCE);
    const hit = new Set<string>();
    const round: Fault[] = [];
    for (const fault of left) {
      if (round.length === most) break;
      if (hit.has(targetOf(fault))) continue;
      hit.add(targetOf(fault));
      round.push(fault);
    }
    left = left.filter((fault) => !round.includes(fault));
    yield round;
  }
}

/** Rounds of faults without end, the same for the same random numbers; after each deck all were hit equally often. */
export function* planFaults(targets: Targets, random: () => number): Generator<Round> {
  for (let decks = 1; ; decks++) {
    yield* dealt(deck(targets, random), random);
    if (decks % ALL_AT_ONCE === 0)
      yield [{ kind: 'blackout', targets: [...targets.services, ...targets.servers], afterMs: 0 }];
  }
}

/** How often each service and server was killed by itself, by its name without the replica's number. */
export function killsOf(faults: readonly Fault[]): Map<string, number> {
  const kills = new Map<string, number>();
  for (const fault of faults)
    if (fault.kind === 'kill') kills.set(fault.target.service, (kills.get(fault.target.service) ?? 0) + 1);
  return kills;
}
