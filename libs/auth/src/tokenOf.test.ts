import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { tokenOf } from './index.ts';

const token = fc.stringMatching(/^[\w-]{1,20}\.[\w-]{1,20}\.[\w-]{0,20}$/);
const other = fc.stringMatching(/^[a-z][a-z0-9.]{0,9}$/).filter((name) => !name.startsWith('bearer.'));

describe('tokenOf', () => {
  test('finds the token in either place, among any other subprotocols', () => {
    const both = fc.tuple(
      token,
      fc.array(other),
      fc.array(other),
      fc.constantFrom('header', 'subprotocol', 'both'),
    );
    fc.assert(
      fc.property(both, ([token, before, after, where]) => {
        const names = [...before, ...(where === 'header' ? [] : [`bearer.${token}`]), ...after];
        const headers = {
          ...(names.length > 0 ? { 'sec-websocket-protocol': names.join(', ') } : {}),
          ...(where === 'subprotocol' ? {} : { authorization: `Bearer ${token}` }),
        };
        expect(tokenOf({ url: '/ws?x=1', headers })).toBe(token);
      }),
    );
  });

  test.each([
    ['nothing', { headers: {} }, 'token_missing'],
    [
      'an empty subprotocol',
      { headers: { 'sec-websocket-protocol': 'parley.v1, bearer.' } },
      'token_missing',
    ],
    ['another scheme', { headers: { authorization: 'Basic YTpi' } }, 'token_invalid'],
    ['no token behind the scheme', { headers: { authorization: 'Bearer' } }, 'token_invalid'],
    ['two tokens', { headers: { 'sec-websocket-protocol': 'bearer.a, bearer.b' } }, 'token_invalid'],
    [
      'different ones',
      { headers: { authorization: 'Bearer a', 'sec-websocket-protocol': 'bearer.b' } },
      'token_invalid',
    ],
    [
      'one in the query',
      { url: '/ws?a=1&Access_Token=x', headers: { authorization: 'Bearer a' } },
      'token_invalid',
    ],
  ])('refuses %s', (_what, request, code) => {
    expect(() => tokenOf(request)).toThrow(expect.objectContaining({ category: 'auth', code }));
  });
});
