import { availableParallelism } from 'node:os';
import { RULES, type Rule, type Violation } from './checker/Violation.ts';
import type { History, Outage } from './checker/History.ts';
import { BLACKOUT_MS, RESTORED_MS } from './checker/rules/outages.ts';
import type { Flaw } from './controls/startFaultyGateway.ts';
import type { ChaosResult } from './runChaos.ts';

export interface Report {
  readonly seed: number;
  readonly clients: number;
  readonly result: ChaosResult;
  /** What the checker found with a guarantee switched off. */
  readonly controls: ReadonlyMap<Flaw, readonly Violation[]>;
}

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** The shortest to the longest. */
const timesOf = (outages: readonly Outage[]): number[] =>
  outages.map(({ restoredMs }) => restoredMs).toSorted((a, b) => a - b);

/** The fault without the number of the replica or line: `kill web`. */
const kindOf = ({ fault }: Outage): string =>
  fault.replace(/^(kill|pause) (\S+)\.\d+$/, '$1 $2').replace(/^(\S+) (\S+)\.\d+(-\S+)?$/, '$1 $2$3');

function outagesTable(outages: readonly Outage[]): string {
  const rows = [...Map.groupBy(outages, kindOf)]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([kind, all]) => {
      const times = timesOf(all);
      const p50 = times[Math.floor(times.length / 2)] ?? 0;
      return [kind, all.length, seconds(p50), seconds(times.at(-1) ?? 0)];
    });
  return table(['fault', 'times', 'restored after, p50', 'max'], rows);
}

function operationsTable({ operations }: History): string {
  const outcomes = ['ok', 'failed', 'unknown'] as const;
  const rows = [...Map.groupBy(operations, ({ kind }) => kind)].map(([kind, all]) => [
    kind,
    ...outcomes.map((wanted) => all.filter(({ outcome }) => outcome === wanted).length),
  ]);
  return table(['operation', ...outcomes], rows);
}

const countOf = (violations: readonly Violation[], wanted: Rule): number =>
  violations.filter(({ rule }) => rule === wanted).length;

const rulesOf = (violations: readonly Violation[]): string =>
  (Object.keys(RULES) as Rule[])
    .map((rule) => ({ rule, count: countOf(violations, rule) }))
    .filter(({ count }) => count > 0)
    .map(({ rule, count }) => `${RULES[rule]}: ${count}`)
    .join('; ') || '**nothing**';

/** What a run has shown, as a page. */
export function reliabilityPage({ seed, clients, result, controls }: Report): string {
  const { history, violations, searched, lines, elapsedMs } = result;
  const { operations, sessions, outages } = history;
  const entries = sessions.reduce((sum, { messages }) => sum + messages.length, 0);
  const blackouts = timesOf(outages.filter(({ kind }) => kind === 'blackout'));
  const others = outages.filter(({ kind }) => kind !== 'blackout');
  const all = timesOf(others);
  const rules = (Object.keys(RULES) as Rule[]).map((rule) => [RULES[rule], countOf(violations, rule)]);
  const flaws = [...controls].map(([flaw, found]) => [flaw, rulesOf(found)]);
  return `# Reliability

Written by \`npm run chaos -- --seed ${seed} --clients ${clients}\` on ${availableParallelism()} cores, Node
${process.versions.node}. How it works: [tools/chaos](../tools/chaos/README.md).

All of Parley ran as \`npm start\` runs it, with two replicas of each service, a real nats-server and the database as a
process of its own. For ${Math.round(elapsedMs / 60_000)} minutes ${clients} clients said, stopped, edited and
regenerated things, lost their lines (at times just as an ack was on its way), came back and loaded the page anew, while
${others.length} faults happened, up to four at once, and ${blackouts.length} times every process was killed at one moment. Lines were
disturbed by ${lines}. Then the faults stopped, everything settled, and all that the clients did and saw was compared with what is
kept: ${sessions.length} sessions with ${entries} entries.

## What was found

${table(['', 'found'], rules)}

Searched for what was said, in three scripts: a raw dump of the database (${searched.documents} documents) and every
byte of the data folder (${searched.files} files, ${Math.round(searched.bytes / 1e6)} MB: the database's, the queue's, the logs).

## What happened, and how soon everybody was served again

Two clients say something after each fault and wait for the answer, and ask the web service for a list. It counts from
the kill, or from the end of a pause or disturbance (of several at once: from the last), and is to take at most
${RESTORED_MS / 1000} s. Over all
${all.length} faults: p50 ${seconds(all[Math.floor(all.length / 2)] ?? 0)}, max ${seconds(all.at(-1) ?? 0)}.

${outagesTable(others)}

When every process is killed at one moment, all of them start cold on the same cores while all clients come back: that is to
take at most ${BLACKOUT_MS / 1000} s. It took ${blackouts.map(seconds).join(', ') || 'place never'}.

## What the clients did

${operations.length} operations; \`ok\`: acked, \`failed\`: refused for good (an answer that has ended can't be stopped, say),
\`unknown\`: the client was reloaded or left before it was told.

${operationsTable(history)}

## Controls

The same checks on runs in which a guarantee was switched off, by a flawed gateway that stands before the real ones.

${table(['flaw', 'what the checker found'], flaws)}
`;
}
