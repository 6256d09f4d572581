import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

/** What a run is to be. */
export interface Arguments {
  readonly seed: number;
  readonly clients: number;
  /** It ends after so many minutes … */
  readonly minutes?: number;
  /** … else when every service has been killed so often, and every server half as often. */
  readonly kills: number;
  readonly isShort: boolean;
}

export const USAGE = `npm run chaos -- [--seed N] [--clients 100] [--minutes M | --kills 200] [--short]

  --seed N      the same faults, and the same temper of the clients, again
  --clients N   how many talk, two of each user
  --minutes M   ends after M minutes
  --kills N     ends when every service has been killed N times, and every server N / 2 times
  --short       a minute with 20 clients; docs/reliability.md stays as it is`;

const SHORT = { clients: 20, minutes: 1 };
const LONG = { clients: 100, kills: 200 };

function numberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(value > 0) || (name !== 'minutes' && !Number.isInteger(value)))
    throw new Error(`--${name}: must be a number above 0, such as --${name} 3`);
  return value;
}

/** @throws Error that names the argument and the rule */
export function readArguments(args: readonly string[]): Arguments {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { seed: text, clients: text, minutes: text, kills: text, short: { type: 'boolean' } },
  });
  const isShort = values.short ?? false;
  const kills = numberOf('kills', values.kills);
  const minutes = numberOf('minutes', values.minutes) ?? (isShort && !kills ? SHORT.minutes : undefined);
  if (kills !== undefined && minutes !== undefined)
    throw new Error('--minutes and --kills exclude each other');
  return {
    seed: numberOf('seed', values.seed) ?? randomInt(1, 2 ** 31),
    clients: numberOf('clients', values.clients) ?? (isShort ? SHORT : LONG).clients,
    ...(minutes === undefined ? {} : { minutes }),
    kills: kills ?? LONG.kills,
    isShort,
  };
}
