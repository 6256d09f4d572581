export { addAuth, type Guards } from './addAuth.ts';
export { createTokenSigner, type Signed } from './createTokenSigner.ts';
export { createTokenVerifier, type VerifyToken } from './createTokenVerifier.ts';
export type { Verified } from './readClaims.ts';
export { tokenOf } from './tokenOf.ts';
export { tokenRules, type Algorithm, type TokenConfig, type TokenRules } from './TokenRules.ts';
