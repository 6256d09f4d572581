import { createPublicKey } from 'node:crypto';
import { z } from 'zod';

/** A public key of the issuer. */
export interface PublicKey {
  readonly kid: string | undefined;
  /** The one algorithm that it is for. */
  readonly alg: string;
  /** SPKI, as PEM. */
  readonly pem: string;
}

const MAX_BYTES = 256 * 1024;
const MAX_KEYS = 100;

const Jwk = z.looseObject({
  kty: z.string(),
  kid: z.string().optional(),
  alg: z.string().optional(),
  use: z.string().optional(),
});
const KeySet = z.object({ keys: z.array(z.unknown()).max(MAX_KEYS) });

/** The algorithm that a kind of key is for: the JWT library would take an RSA signature that says it were EdDSA. */
function algorithmOf(jwk: z.infer<typeof Jwk>): string | undefined {
  const { kty, crv } = jwk;
  if (kty === 'RSA') return 'RS256';
  if (kty === 'EC' && crv === 'P-256') return 'ES256';
  return kty === 'OKP' && crv === 'Ed25519' ? 'EdDSA' : undefined;
}

/** Keys that aren't public, aren't for signatures or can't be read are none of ours; the others still count. */
function readKey(candidate: unknown): PublicKey[] {
  const { data: jwk } = Jwk.safeParse(candidate);
  if (!jwk || (jwk.use !== undefined && jwk.use !== 'sig')) return [];
  const alg = algorithmOf(jwk);
  if (alg === undefined || (jwk.alg !== undefined && jwk.alg !== alg)) return [];
  try {
    const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    return [{ kid: jwk.kid, alg, pem: String(pem) }];
  } catch {
    return [];
  }
}

/** The text of an answer, unless it is larger than allowed. */
async function boundedText(reply: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of reply.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw new Error(`the key set is larger than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Gets the issuer's public keys.
 *
 * @param timeoutMs for the whole answer, in milliseconds
 * @throws Error when there is no answer, or it is no JSON Web Key Set (RFC 7517)
 */
export async function fetchKeys(url: string, timeoutMs: number): Promise<PublicKey[]> {
  const reply = await fetch(url, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!reply.ok) {
    await reply.body?.cancel();
    throw new Error(`the key set was answered with ${reply.status}`);
  }
  const set = KeySet.parse(JSON.parse(await boundedText(reply)));
  return set.keys.flatMap(readKey);
}
