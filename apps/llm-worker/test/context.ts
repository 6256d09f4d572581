import type { ContextDeps } from '../src/context/ContextDeps.ts';
import { createTokens } from '../src/context/createTokens.ts';
import { APART_LIMITS } from '../src/files/apart/doApart.ts';
import { createFileReader } from '../src/files/createFileReader.ts';
import { noFiles, type Files } from '../src/files/Files.ts';

/** What requests are made with in a test, besides its store and clock. */
export const contextOf = (files: Files = noFiles): Pick<ContextDeps, 'tokens' | 'files'> => ({
  tokens: createTokens(),
  files: createFileReader(
    files,
    { warn: () => undefined },
    { limits: { ...APART_LIMITS, timeoutMs: 60_000 } },
  ),
});
