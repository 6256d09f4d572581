import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ParleyError } from '@parley/protocol';
import * as fc from 'fast-check';
import Fastify from 'fastify';
import { createKeySource } from '../src/createKeySource.ts';
import { addAuth, createTokenVerifier, type TokenRules } from '../src/index.ts';
import { forge } from './forge.ts';

const pairs = {
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  EdDSA: generateKeyPairSync('ed25519').privateKey,
};
type Name = keyof typeof pairs;

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const publicJwk = (key: KeyObject, kid: string, more: object = {}) => ({
  ...createPublicKey(key).export({ format: 'jwk' }),
  kid,
  use: 'sig',
  ...more,
});

/** An issuer: a real HTTP server whose keys and behaviour can be changed. */
async function issuer(keys: object[]) {
  const state = { keys, asked: 0, answer: undefined as RequestListener | undefined };
  const server = createServer((request, reply) => {
    state.asked += 1;
    if (state.answer) state.answer(request, reply);
    else reply.end(JSON.stringify({ keys: state.keys }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { state, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/jwks` };
}

/** The check of tokens against an issuer, with a clock of its own. */
function checker(url: string, algorithms: readonly Name[] = ['RS256', 'ES256', 'EdDSA'], timeoutMs = 5000) {
  const clock = { ms: 0 };
  const key = createKeySource(url, {
    now: () => clock.ms,
    freshMs: 60_000,
    staleMs: 600_000,
    pauseMs: 2000,
    timeoutMs,
  });
  const rules: TokenRules = { key, algorithms };
  const verify = createTokenVerifier(rules);
  const outcome = (token: string) =>
    verify(token).then(
      ({ user }) => user.id,
      (error: unknown) => (error instanceof ParleyError ? `${error.category}/${error.code}` : String(error)),
    );
  return { clock, rules, outcome };
}

const claims = () => ({ sub: 'ann', exp: Math.floor(Date.now() / 1000) + 60 });
const token = (name: Name, kid?: string, alg: string = name) =>
  forge({ alg, ...(kid === undefined ? {} : { kid }) }, claims(), pairs[name]);
const INVALID = 'auth/token_invalid';
const UNAVAILABLE = 'service/unavailable';

describe('public keys', () => {
  test('[P1] a token is accepted exactly when its key, its algorithm and the configuration fit', async () => {
    const names: Name[] = ['RS256', 'ES256', 'EdDSA'];
    const { url } = await issuer(names.map((name) => publicJwk(pairs[name], name)));
    const name = fc.constantFrom(...names);
    const alg = fc.constantFrom('RS256', 'ES256', 'EdDSA', 'PS256', 'RS512', 'HS256', 'none');
    const allowed = fc.subarray(names, { minLength: 1 });
    const every = new Map(fc.sample(allowed, 50).map((list) => [list.join(), checker(url, list)]));
    const which = fc.constantFrom(...every.keys());
    await fc.assert(
      fc.asyncProperty(name, name, alg, which, async (signer, kid, alg, list) => {
        const right = signer === kid && alg === signer && list.split(',').includes(alg);
        expect(await every.get(list)?.outcome(token(signer, kid, alg))).toBe(right ? 'ann' : INVALID);
      }),
      { numRuns: 300 },
    );
  });

  test('[P1] a public key is never taken for a secret', async () => {
    const { url } = await issuer([
      publicJwk(pairs.RS256, 'a'),
      { kty: 'oct', kid: 'b', k: Buffer.from('guessed').toString('base64url') },
    ]);
    const pem = String(createPublicKey(pairs.RS256).export({ type: 'spki', format: 'pem' }));
    const { outcome } = checker(url);
    for (const kid of ['a', 'b']) {
      for (const secret of [pem, pem.trim(), 'guessed', '']) {
        expect(await outcome(forge({ alg: 'HS256', kid }, claims(), secret))).toBe(INVALID);
      }
    }
  });

  test('[P1] rotation: a new key is found, a key that is gone is refused', async () => {
    const { url, state } = await issuer([publicJwk(pairs.RS256, 'old')]);
    const { outcome, clock, rules } = checker(url);
    const app = Fastify();
    ends.push(() => app.close());
    const { authenticate } = await addAuth(app, rules);
    app.get('/me', { onRequest: [authenticate] }, async (request) => request.user);
    const status = async (authorization: string) =>
      (await app.inject({ url: '/me', headers: { authorization: `Bearer ${authorization}` } })).statusCode;

    expect(await outcome(token('RS256', 'old'))).toBe('ann');
    state.keys = [publicJwk(pairs.ES256, 'new')];
    clock.ms += 2000;
    expect(await outcome(token('ES256', 'new'))).toBe('ann');
    expect(await status(token('ES256', 'new'))).toBe(200);
    expect(await outcome(token('RS256', 'old'))).toBe(INVALID);
    expect(await status(token('RS256', 'old'))).not.toBe(200);
    expect(state.asked).toBe(2);
  });

  test('made-up key ids do not flood the issuer, and many tokens wait for one answer', async () => {
    const { url, state } = await issuer([publicJwk(pairs.EdDSA, 'a')]);
    const { outcome, clock } = checker(url);
    const ask = (kid: string) => outcome(token('EdDSA', kid));
    expect(await Promise.all(Array.from({ length: 50 }, () => ask('a')))).toEqual(
      Array.from({ length: 50 }, () => 'ann'),
    );
    expect(state.asked).toBe(1);
    const made = await Promise.all(Array.from({ length: 50 }, (_, i) => ask(`made-up-${i}`)));
    expect(new Set(made)).toEqual(new Set([INVALID]));
    expect(state.asked).toBe(1);
    clock.ms += 2000;
    await Promise.all(Array.from({ length: 50 }, (_, i) => ask(`made-up-${i}`)));
    expect(state.asked).toBe(2);
  });

  test('an issuer that cannot be asked: known keys serve on for a while, else the service is unavailable', async () => {
    const { url, state } = await issuer([publicJwk(pairs.EdDSA, 'a')]);
    const { outcome, clock } = checker(url);
    expect(await outcome(token('EdDSA', 'a'))).toBe('ann');
    state.answer = (_request, reply) => reply.writeHead(500).end();
    clock.ms += 60_000;
    expect(await outcome(token('EdDSA', 'a'))).toBe('ann');
    expect(await outcome(token('EdDSA', 'b'))).toBe(UNAVAILABLE);
    clock.ms += 600_000;
    expect(await outcome(token('EdDSA', 'a'))).toBe(UNAVAILABLE);
    state.answer = undefined;
    clock.ms += 2000;
    expect(await outcome(token('EdDSA', 'a'))).toBe('ann');
  });

  test.each<[string, RequestListener]>([
    ['no JSON', (_request, reply) => reply.end('<html>')],
    ['no key set', (_request, reply) => reply.end('{"keys":{}}')],
    ['too much', (_request, reply) => reply.end(`{"keys":[],"x":"${'x'.repeat(300_000)}"}`)],
    ['a redirect', (_request, reply) => reply.writeHead(302, { location: '/other' }).end()],
    ['nothing', () => undefined],
    ['half of it', (_request, reply) => void reply.write('{"keys":')],
  ])('an issuer that answers with %s', async (_what, answer) => {
    const { url, state } = await issuer([]);
    state.answer = answer;
    expect(await checker(url, ['EdDSA'], 200).outcome(token('EdDSA', 'a'))).toBe(UNAVAILABLE);
  });

  test('a token without a key id is checked with the only fitting key', async () => {
    const { url, state } = await issuer([
      publicJwk(pairs.RS256, 'a', { alg: 'RS256' }),
      publicJwk(pairs.EdDSA, 'b', { alg: 'EdDSA' }),
    ]);
    const { outcome, clock } = checker(url);
    expect(await outcome(token('EdDSA'))).toBe('ann');
    state.keys = [
      publicJwk(pairs.EdDSA, 'b'),
      publicJwk(generateKeyPairSync('ed25519').privateKey, 'c'),
      { kty: 'x' },
    ];
    clock.ms += 60_000;
    expect(await outcome(token('EdDSA'))).toBe(INVALID);
    expect(await outcome(token('EdDSA', 'b'))).toBe('ann');
  });

  test('a key that is for encryption, or for another algorithm, is not used', async () => {
    const { url } = await issuer([
      publicJwk(pairs.EdDSA, 'a', { use: 'enc' }),
      publicJwk(pairs.RS256, 'b', { alg: 'RS512' }),
    ]);
    const { outcome } = checker(url);
    expect(await outcome(token('EdDSA', 'a'))).toBe(INVALID);
    expect(await outcome(token('RS256', 'b'))).toBe(INVALID);
  });
});
