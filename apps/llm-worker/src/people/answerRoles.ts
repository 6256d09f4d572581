import { fromBytes, type Answer } from '@parley/bus';
import { RolesRequest, type RolesAnswer } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import { meet } from './meet.ts';

/** Answers `rpc.user.roles`: a gateway has a token of somebody who is an admin by it, or was one by another. */
export const answerRoles =
  (deps: Deps) =>
  async (payload: Uint8Array): Promise<Answer> => {
    const { at, lost, ...asker } = fromBytes(RolesRequest, payload);
    await meet(deps, asker, at, lost);
    const loss = await deps.store.admins.lossOf(asker.user.id);
    return { payload: { loss } satisfies RolesAnswer };
  };
