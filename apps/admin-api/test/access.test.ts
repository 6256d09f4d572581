import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TEAM } from '@parley/store';
import { seed } from './support/seed.ts';
import { type RunningAdmin, startAdmin } from './support/startAdmin.ts';

let admin: RunningAdmin;
/** A route; with `body` it is asked with that, and comes to something. */
interface Route {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}
let routes: Route[];
const [OWN_REPLY, TEAM_REPLY] = ['77777777', '88888888'].map((part) => `${part}-1111-4111-8111-111111111111`);
beforeAll(async () => {
  admin = await startAdmin();
  const id = await seed(admin.store, 'anna', ['words']);
  routes = [
    { method: 'GET', path: '/admin/api/sessions' },
    { method: 'GET', path: '/admin/api/sessions.csv' },
    { method: 'GET', path: `/admin/api/sessions/${id}` },
    { method: 'GET', path: '/admin/api/users/anna/sessions' },
    { method: 'GET', path: '/admin/api/metrics' },
    { method: 'GET', path: '/admin/api/usage' },
    { method: 'GET', path: '/admin/api/audit' },
    { method: 'GET', path: '/admin/api/audit.csv' },
    { method: 'GET', path: '/admin/api/providers' },
    { method: 'GET', path: '/admin/api/events' },
    { method: 'GET', path: '/admin/api/me/preferences' },
    { method: 'PUT', path: '/admin/api/me/preferences' },
    { method: 'GET', path: '/admin/api/admins' },
    { method: 'DELETE', path: '/admin/api/admins/77' },
    { method: 'GET', path: '/admin/api/admins?id=77' },
    { method: 'DELETE', path: '/admin/api/admins?id=77' },
    { method: 'GET', path: '/admin/api/replies' },
    { method: 'PUT', path: `/admin/api/replies/${OWN_REPLY}` },
    { method: 'DELETE', path: `/admin/api/replies/${OWN_REPLY}` },
    { method: 'PUT', path: `/admin/api/replies/${TEAM_REPLY}`, body: teamReply },
    { method: 'DELETE', path: `/admin/api/replies/${TEAM_REPLY}` },
    { method: 'GET', path: '/admin/api/undelivered' },
    { method: 'GET', path: '/admin/api/dead-letters' },
    { method: 'POST', path: '/admin/api/dead-letters/77/retry' },
    { method: 'DELETE', path: '/admin/api/dead-letters/77' },
  ];
});
afterAll(() => admin?.stop());

const teamReply = { owner: 'team', shortcut: 'hello', text: 'Hello {name}' } as const;
/** The team's reply is there, as long as nobody removes it. */
const keepTeamReply = () => admin.store.replies.put({ ...teamReply, id: TEAM_REPLY ?? '', owner: TEAM });

interface Told {
  readonly status: number;
  /** The beginning of what was answered. */
  readonly body: string;
}

/** Asks with the path exactly as it is written; doesn't wait for the end of an answer that has none. */
function askRaw(method: string, path: string, headers: Record<string, string>, body?: object): Promise<Told> {
  const { hostname, port } = new URL(admin.url);
  return new Promise((resolve, reject) => {
    const sent = body && { 'content-type': 'application/json' };
    const all = { ...headers, ...sent };
    const asked = request({ hostname, port, method, path, headers: all, agent: false }, (response) => {
      const status = response.statusCode ?? 0;
      let body = '';
      const done = (): void => {
        response.destroy();
        resolve({ status, body });
      };
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString();
        if (response.headers['content-type'] === 'text/event-stream') done();
      });
      response.on('end', done);
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body && JSON.stringify(body));
  });
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** Other ways to write a path. */
const TRICKS: Record<string, (path: string) => string> = {
  plain: (path) => path,
  'upper case': (path) => path.toUpperCase(),
  'mixed case': (path) => path.replace('/admin/api', '/Admin/API'),
  'double slash': (path) => path.replace('/admin/', '//admin/'),
  'double slash inside': (path) => path.replace('/api/', '/api//'),
  'trailing slash': (path) => `${path}/`,
  'dot segment': (path) => path.replace('/api/', '/api/./'),
  'dot dot segment': (path) => path.replace('/api/', '/x/../api/'),
  'encoded dots': (path) => path.replace('/api/', '/x/%2e%2e/api/'),
  'encoded dot': (path) => path.replace('/api/', '/api/%2e/'),
  'encoded letter': (path) => path.replace('/api/', '/%61pi/'),
  'encoded slash': (path) => path.replace('/admin/', '/admin%2f'),
  'back slash': (path) => path.replace('/api/', '\\api\\'),
  semicolon: (path) => `${path};x=y`,
  'null byte': (path) => `${path}%00`,
  'broken escape': (path) => `${path}%zz`,
  'a query': (path) => `${path}?role=admin&roles=admin`,
  'a token in the query': (path) => `${path}?access_token=${admin.tokenOf(['admin'])}`,
  'whole address': (path) => `http://localhost${path}`,
  matrix: (path) => path.replace('/api', '/api;/'),
};
/** Who asks, and what is right for a route that is there. */
const ASKERS: Record<string, { headers: () => Record<string, string>; refusal?: readonly [number, string] }> =
  {
    nobody: { headers: () => ({}), refusal: [401, 'token_missing'] },
    'a user': { headers: () => bearer(['user']), refusal: [403, 'role_required'] },
    'somebody without roles': { headers: () => bearer([]), refusal: [403, 'role_required'] },
    'a role that is nearly it': {
      headers: () => bearer(['Admin', 'admin ', 'administrator', 'ADMIN', 'admin,user']),
      refusal: [403, 'role_required'],
    },
    'an expired admin': { headers: () => bearer(['admin'], -1000), refusal: [401, 'token_expired'] },
    'a forged token': {
      headers: () => ({ authorization: `Bearer ${admin.tokenOf(['admin']).slice(0, -4)}AAAA` }),
      refusal: [401, 'token_invalid'],
    },
    'a user who says so in headers': {
      headers: () => ({
        ...bearer(['user']),
        'x-roles': 'admin',
        'x-original-url': '/healthz',
        'x-http-method-override': 'GET',
      }),
      refusal: [403, 'role_required'],
    },
    'an admin': { headers: () => bearer(['user', 'admin']) },
    'a supervisor': { headers: () => bearer(['supervisor']) },
  };
const bearer = (roles: readonly string[], lifetimeMs?: number) => ({
  authorization: `Bearer ${admin.tokenOf(roles, lifetimeMs)}`,
});

/** What supervisors alone may do; there, what an admin hears. */
const needsSupervisor = (method: string, path: string): boolean =>
  (method === 'DELETE' && path.startsWith('/admin/api/admins')) ||
  ((method === 'PUT' || method === 'DELETE') && path.endsWith(`/${TEAM_REPLY}`));
const NO_SUPERVISOR = [403, 'role_required'] as const;

/** What comes of a route that is there, for who may. */
function comesTo(method: string, { path }: Route, body: object | undefined): number {
  if (method === 'PUT') return body ? 200 : 400;
  if (method === 'DELETE' && path.endsWith(`/${TEAM_REPLY}`)) return 204;
  return path.includes('77') && !['GET', 'HEAD'].includes(method) ? 404 : 200;
}

/** What a path that is written in another way may come to, whoever asks: not there, not read, or the same as plain. */
const NOT_THERE = [400, 404];

describe('every route × role × method × way to write a path', () => {
  test('[P61] nothing works without a role; with it, what is there and nothing else', async () => {
    const wrong: object[] = [];
    let attempts = 0;
    for (const route of routes) {
      for (const method of METHODS) {
        for (const [trick, write] of Object.entries(TRICKS)) {
          for (const [asker, { headers, refusal: general }] of Object.entries(ASKERS)) {
            attempts++;
            const isTooLittle = asker === 'an admin' && needsSupervisor(method, route.path);
            const refusal = isTooLittle ? NO_SUPERVISOR : general;
            const path = write(route.path);
            const all = routes.filter((one) => one.path === route.path);
            const body = all.find((one) => one.method === method)?.body;
            if (method === 'DELETE' && route.path.endsWith(`/${TEAM_REPLY}`)) await keepTeamReply();
            const told = await askRaw(method, path, headers(), body);
            const here = all.map((one) => one.method);
            const right = comesTo(method, route, body);
            const isServed =
              here.includes(method) ||
              (method === 'HEAD' && here.includes('GET') && !/\.csv$|events$/u.test(route.path));
            const isPlain = trick === 'plain' || trick === 'a query';
            const isRight = refusal
              ? told.status === refusal[0] ||
                (!(isServed && isPlain) && (NOT_THERE.includes(told.status) || told.status === 401))
              : isServed && isPlain
                ? told.status === right
                : NOT_THERE.includes(told.status) ||
                  told.status === 401 ||
                  (isServed && told.status === right);
            const isTold =
              !refusal || !isServed || !isPlain || method === 'HEAD' || told.body.includes(refusal[1]);
            // Nothing that was asked for stands in a refusal.
            const isSilent = told.status < 400 || !/anna|words|"items"/u.test(told.body);
            if (!isRight || !isTold || !isSilent || (refusal && told.status < 400))
              wrong.push({ asker, method, path, ...told });
          }
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(attempts).toBe(
      routes.length * METHODS.length * Object.keys(TRICKS).length * Object.keys(ASKERS).length,
    );
  }, 600_000);

  test('[P61] the table has every route that is documented', async () => {
    const { paths } = (await (await fetch(`${admin.url}/admin/api/docs/json`)).json()) as {
      paths: Record<string, Record<string, { summary?: string; security?: unknown }>>;
    };
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { summary = '', security }]) => {
        expect(summary).not.toBe('');
        expect(security).toEqual([{ bearer: [] }]);
        return `${method.toUpperCase()} ${path.replace(/\{\w+\}/gu, '*')}`;
      }),
    );
    const tried = routes.map(({ method, path }) => {
      const pattern = path
        .split('?', 1)[0]
        ?.replace(/(sessions|users|admins|replies|dead-letters)\/[^/]+/u, '$1/*');
      return `${method} ${pattern}`;
    });
    expect(documented.sort()).toEqual([...new Set(tried)].sort());
  });
});

describe('operation', () => {
  test.each(['/healthz', '/readyz', '/metrics', '/admin/api/docs/json'])('%s answers', async (path) => {
    expect((await fetch(`${admin.url}${path}`)).status).toBe(200);
  });
});
