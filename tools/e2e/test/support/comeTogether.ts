import { Account } from './Account.ts';
import type { Stack } from './startStack.ts';
import { Talker } from './Talker.ts';

/** Lets clients come that share users: all of a user are on the same session, a new one. */
export async function comeTogether(
  { url, wsUrl }: Stack,
  clients: number,
  users: number,
  random: () => number,
): Promise<Talker[]> {
  const first = await Promise.all(
    Array.from({ length: users }, async () => {
      const talker = new Talker({ wsUrl, account: await Account.signIn(url), random });
      await talker.opened();
      return talker;
    }),
  );
  const others = Array.from({ length: clients - users }, (_, at) => {
    const [{ account, sessionId }] = [first[at % users] ?? fail()];
    return new Talker({ wsUrl, account, random, sessionId });
  });
  await Promise.all(others.map((talker) => talker.opened()));
  return [...first, ...others];
}

function fail(): never {
  throw new Error('there are more clients than users');
}
