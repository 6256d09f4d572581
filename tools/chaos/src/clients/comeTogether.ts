import type { Recorder } from '../recorder/Recorder.ts';
import { seededRandom } from '@parley/testing';
import { Account } from './Account.ts';
import { Person } from './Person.ts';

export interface Gathering {
  readonly url: string;
  /** Each client takes one of these, in turn. */
  readonly wsUrls: readonly string[];
  readonly clients: number;
  readonly seed: number;
  readonly losesAcks: number;
  readonly recorder: Recorder;
  /** Every other user chooses this model. */
  readonly model: string;
}

/** Lets clients come, two of each user, who begin in the same session. */
export async function comeTogether(gathering: Gathering): Promise<Person[]> {
  const { url, wsUrls, clients, seed, losesAcks, recorder, model } = gathering;
  const users = Math.ceil(clients / 2);
  const come = (number: number, account: Account, sessionId?: string): Person => {
    const wsUrl = wsUrls[number % wsUrls.length] ?? '';
    const random = seededRandom(seed + number);
    const which = sessionId === undefined ? { new: true } : { sessionId };
    const chosen = (number % users) % 2 === 0 ? model : undefined;
    return new Person({ number, wsUrl, account, recorder, random, losesAcks, model: chosen }, which);
  };
  const first: Person[] = [];
  for (let number = 0; number < users; number++)
    first.push(come(number, await Account.signIn(url, `chaos-${seed}-${number}`)));
  const others = first
    .slice(0, clients - users)
    .map(async (person, at) => come(users + at, person.account, (await person.opened()).id));
  const all = [...first, ...(await Promise.all(others))];
  await Promise.all(all.map((person) => person.opened()));
  return all;
}
