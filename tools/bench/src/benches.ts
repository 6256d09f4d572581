import { answers } from './benches/answers.ts';
import { chunks } from './benches/chunks.ts';
import { commandAck } from './benches/commandAck.ts';
import { database } from './benches/database.ts';
import { fleet } from './benches/fleet.ts';
import { idleMemory } from './benches/idleMemory.ts';
import { pingPong } from './benches/pingPong.ts';
import { sessionLength } from './benches/sessionLength.ts';
import { search } from './benches/search.ts';
import { workers } from './benches/workers.ts';
import type { Bench } from './Bench.ts';

/** Every bench, in the order of the page. */
export const benches: readonly Bench[] = [
  pingPong,
  commandAck,
  chunks,
  answers,
  sessionLength,
  workers,
  idleMemory,
  database,
  search,
  fleet,
];
