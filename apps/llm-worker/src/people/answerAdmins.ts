import type { Answer } from '@parley/bus';
import type { AdminsAnswer } from '@parley/protocol';
import type { Deps } from '../deps.ts';

/** Answers `rpc.user.admins`: who was seen as an admin, so that gateways have the tokens of nobody else looked at. */
export const answerAdmins =
  ({ store }: Pick<Deps, 'store'>) =>
  async (): Promise<Answer> => ({
    payload: { ids: await store.admins.ids() } satisfies AdminsAnswer,
  });
