import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ParleyError } from '@parley/protocol';
import * as fc from 'fast-check';
import Fastify from 'fastify';
import { addAuth, createTokenSigner, createTokenVerifier, tokenRules } from '../src/index.ts';
import { forge } from './forge.ts';

const SECRET = 'a secret of at least thirty-two bytes';
const rules = tokenRules({ JWT_SECRET: SECRET, JWT_ISSUER: 'https://issuer', JWT_AUDIENCE: 'parley' });
const verify = createTokenVerifier(rules);
const app = Fastify();
app.setErrorHandler((error, _request, reply) => {
  const { httpStatus, category, code } = ParleyError.from(error);
  return reply.code(httpStatus).send(`${category}/${code}`);
});

beforeAll(async () => {
  const { authenticate, requireRole } = await addAuth(app, rules);
  app.get('/me', { onRequest: [authenticate] }, async (request) => request.user);
  app.get('/admin', { onRequest: [authenticate, requireRole('admin')] }, async () => 'in');
});
afterAll(() => app.close());

/** What becomes of a token: who it is for, or the error; the same for a request and for an upgrade. */
async function outcome(token: string): Promise<unknown> {
  const verified = await verify(token).then(
    ({ user }) => user,
    (error: unknown) => (error instanceof ParleyError ? `${error.category}/${error.code}` : error),
  );
  if (/^[\w.-]+$/.test(token)) {
    const reply = await app.inject({ url: '/me', headers: { authorization: `Bearer ${token}` } });
    expect(reply.statusCode === 200 ? reply.json() : reply.body).toEqual(verified);
  }
  return verified;
}

const INVALID = 'auth/token_invalid';
const EXPIRED = 'auth/token_expired';
const seconds = () => Math.floor(Date.now() / 1000);
const claims = (more: object = {}) => ({
  sub: 'ann',
  exp: seconds() + 60,
  iss: 'https://issuer',
  aud: 'parley',
  ...more,
});
const HS256 = { alg: 'HS256', typ: 'JWT' };

/** Each claim with values that are right and values that are wrong. */
const far = fc.integer({ min: 5, max: 1e6 });
const good = {
  exp: far.map((s) => seconds() + s),
  nbf: fc.option(
    far.map((s) => seconds() - s),
    { nil: undefined },
  ),
  iss: fc.constant('https://issuer'),
  aud: fc.oneof(
    fc.constant('parley'),
    fc.array(fc.string()).map((others) => [...others, 'parley']),
  ),
};
const wrongType = fc.constantFrom<unknown>('1', {}, [], null, true);
const bad = {
  exp: fc.oneof(
    far.map((s) => seconds() - s),
    wrongType,
    fc.constant(undefined),
  ),
  nbf: fc.oneof(
    far.map((s) => seconds() + s),
    wrongType,
  ),
  iss: fc.oneof(fc.string(), wrongType, fc.constant(undefined), fc.constant('https://issuer/')),
  aud: fc.oneof(fc.string(), fc.array(fc.string()), wrongType, fc.constant(undefined)),
};
const claim = (name: keyof typeof good) =>
  fc.oneof<fc.MaybeWeightedArbitrary<{ value: unknown; right: boolean }>[]>(
    { weight: 4, arbitrary: good[name].map((value) => ({ value, right: true })) },
    { weight: 1, arbitrary: bad[name].map((value) => ({ value, right: false })) },
  );

describe('a token', () => {
  test('[P1] is accepted exactly when signature, algorithm, exp, nbf, iss and aud are right', async () => {
    const header = fc.constantFrom(
      HS256,
      HS256,
      HS256,
      { alg: 'HS384' },
      { alg: 'none' },
      { alg: 'hs256' },
      {},
    );
    const key = fc.constantFrom(SECRET, SECRET, SECRET, `${SECRET}x`, '', undefined);
    const parts = fc.record({
      header,
      key,
      exp: claim('exp'),
      nbf: claim('nbf'),
      iss: claim('iss'),
      aud: claim('aud'),
    });
    await fc.assert(
      fc.asyncProperty(parts, async ({ header, key, exp, nbf, iss, aud }) => {
        const payload = { sub: 'ann', exp: exp.value, nbf: nbf.value, iss: iss.value, aud: aud.value };
        const right = header === HS256 && key === SECRET && [exp, nbf, iss, aud].every((part) => part.right);
        const result = await outcome(forge(header, payload, key));
        if (right) expect(result).toEqual({ id: 'ann', roles: ['user'] });
        else expect([INVALID, EXPIRED]).toContain(result);
      }),
      { numRuns: 1000 },
    );
  });

  test('[P1] with any character changed is refused, unless it still says the same', async () => {
    const [head = '', body = '', signature = ''] = forge(HS256, claims(), SECRET).split('.');
    const token = `${head}.${body}.${signature}`;
    const place = fc.nat(token.length - 1);
    const character = fc.oneof(
      fc.constantFrom(...'ABab01-_.=+/ '.split('')),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    await fc.assert(
      fc.asyncProperty(place, character, async (at, other) => {
        const changed = token.slice(0, at) + other + token.slice(at + 1);
        // The last character of a signature has bits that mean nothing.
        const same = (text: string) => Buffer.from(text, 'base64url').toString('hex');
        const [h, b, s = ''] = changed.split('.');
        const equal = h === head && b === body && /^[\w-]*$/.test(s) && same(s) === same(signature);
        const result = await outcome(changed);
        if (equal && changed.split('.').length === 3) expect(result).toEqual({ id: 'ann', roles: ['user'] });
        else expect(result).toBe(INVALID);
      }),
      { numRuns: 500 },
    );
  });

  test('[P1] any text is refused, never a failure', async () => {
    const part = fc.oneof(
      fc.base64String(),
      fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part, { maxLength: 5 }).map((parts) => parts.join('.')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (token) => {
        expect(await outcome(token)).toBe(INVALID);
      }),
      { numRuns: 500 },
    );
  });

  test('[P1] expires to the millisecond, and begins so', async () => {
    const clock = jest.spyOn(Date, 'now');
    const [nbf, exp] = [2_000_000_000, 2_000_000_060];
    const token = forge(HS256, claims({ nbf, exp }), SECRET);
    const at = (ms: number) => {
      clock.mockReturnValue(ms);
      return outcome(token);
    };
    expect(await at(nbf * 1000 - 1)).toBe(INVALID);
    expect(await at(nbf * 1000)).toMatchObject({ id: 'ann' });
    expect(await at(exp * 1000 - 1)).toMatchObject({ id: 'ann' });
    expect((await verify(token)).expiresAt).toBe(exp * 1000);
    expect(await at(exp * 1000)).toBe(EXPIRED);
    clock.mockRestore();
  });

  test('[P2] gives back the user id, name and roles that went in', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
        .map((units) => String.fromCharCode(...units)),
    );
    const user = fc.record(
      {
        id: text.filter((id) => id !== '' && id.isWellFormed()),
        name: text,
        roles: fc.array(text, { maxLength: 5 }),
      },
      { requiredKeys: ['id', 'roles'] },
    );
    const sign = createTokenSigner(rules);
    await fc.assert(
      fc.asyncProperty(user, async (user) => {
        const { token, expiresAt } = sign(user);
        expect(await outcome(token)).toEqual(user);
        expect((await verify(token)).expiresAt).toBe(expiresAt);
        expect(Math.abs(expiresAt - Date.now() - 12 * 3_600_000)).toBeLessThan(5000);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['no sub', { sub: undefined }],
    ['an empty sub', { sub: '' }],
    ['a sub of 201 characters', { sub: 'x'.repeat(201) }],
    ['a sub that is no well-formed Unicode', { sub: 'a\ud800' }],
    ['a sub that is a number', { sub: 1 }],
    ['a name that is no text', { name: 1 }],
    ['roles that are no list', { roles: 'admin' }],
    ['roles that are no texts', { roles: ['admin', 1] }],
  ])('with %s is refused', async (_what, more) => {
    expect(await outcome(forge(HS256, claims(more), SECRET))).toBe(INVALID);
  });

  test('with a sub of 200 characters is accepted', async () => {
    const sub = 'x'.repeat(200);
    expect(await outcome(forge(HS256, claims({ sub }), SECRET))).toMatchObject({ id: sub });
  });

  test('with an unknown critical header is refused', async () => {
    expect(await outcome(forge({ ...HS256, crit: ['b64'], b64: false }, claims(), SECRET))).toBe(INVALID);
  });

  test('signed by its own key in the header is refused', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const header = { alg: 'EdDSA', jwk: publicKey.export({ format: 'jwk' }) };
    expect(await outcome(forge(header, claims(), privateKey))).toBe(INVALID);
  });
});

describe('guards', () => {
  test('a role is required', async () => {
    const sign = createTokenSigner(rules);
    const get = (roles: string[]) =>
      app.inject({ url: '/admin', headers: { authorization: `Bearer ${sign({ id: 'ann', roles }).token}` } });
    expect((await get(['admin'])).body).toBe('in');
    expect([(await get(['Admin', 'user'])).statusCode, (await get([])).body]).toEqual([
      403,
      'permission/role_required',
    ]);
  });

  test('without a token, and with one in the query', async () => {
    const { token } = createTokenSigner(rules)({ id: 'ann', roles: [] });
    expect((await app.inject('/me')).body).toBe('auth/token_missing');
    expect((await app.inject(`/me?token=${token}`)).body).toBe(INVALID);
  });
});

describe('tokenRules', () => {
  const url = 'http://127.0.0.1:1/jwks';
  test.each([
    [{}],
    [{ JWT_SECRET: SECRET, JWKS_URL: url }],
    [{ JWT_SECRET: SECRET, JWT_ALGORITHMS: ['RS256'] as const }],
    [{ JWKS_URL: url, JWT_ALGORITHMS: ['RS256', 'HS256'] as const }],
    [{ JWKS_URL: url, JWT_ALGORITHMS: [] }],
  ])('refuse %j', (config) => {
    expect(() => tokenRules(config)).toThrow(/JWT_SECRET or JWKS_URL|JWT_ALGORITHMS/);
  });

  test('with public keys make no tokens', () => {
    expect(() => createTokenSigner(tokenRules({ JWKS_URL: url }))).toThrow('shared secret');
  });
});
