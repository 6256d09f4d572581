import { randomUUID } from 'node:crypto';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTokenVerifier, tokenRules } from '@parley/auth';
import { connectBus } from '@parley/bus';
import { createLogger } from '@parley/logging';
import type { Model } from '@parley/protocol';
import { anyUserId, eventually } from '@parley/testing';
import { array, assert, asyncProperty, option, string } from 'fast-check';
import { type RunningWeb, startWeb } from './support/startWeb.ts';

const SECRET = 'a secret of the tests, long enough for HS256';
let web: RunningWeb;
beforeAll(async () => {
  web = await startWeb();
});
afterAll(() => web?.stop());

describe('GET /api/config', () => {
  test('lists the models that can be used now, as the file and the workers say', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'web-models-'));
    const file = join(folder, 'models.yaml');
    const put = async (...ids: string[]): Promise<void> => {
      const models = ids.map((id) => ({ id, label: id, provider: 'demo' }));
      await writeFile(`${file}.new`, JSON.stringify({ models }));
      await rename(`${file}.new`, file);
    };
    await put('a', 'b');
    const other = await startWeb({ MODELS_FILE: file });
    const log = createLogger({ service: 'test', level: 'silent' });
    const bus = await connectBus({ url: other.natsUrl, name: 'worker', log });
    try {
      const lists = async (): Promise<string> => {
        const { models } = (await (await other.get('/api/config')).json()) as { models: Model[] };
        return models.map(({ id }) => id).join();
      };
      expect(await lists()).toBe('a,b');
      const worker = randomUUID();
      const say = (can: Record<string, boolean>): void => {
        const models = Object.entries(can).map(([id, available]) => ({ id, available }));
        bus.publishFleetModels({ worker, models });
      };
      await eventually('what no worker can call is gone', async () => {
        say({ a: false, b: true });
        return (await lists()) === 'b';
      });
      await put('a', 'c');
      say({ a: false, c: true });
      await eventually('the new file is taken', async () => (await lists()) === 'c');
    } finally {
      await bus.close();
      await other.stop();
      await rm(folder, { recursive: true });
    }
  });
});

describe('POST /api/auth/dev', () => {
  test('[P2] the user id, name and roles that went in come out of the token', async () => {
    const verify = createTokenVerifier(tokenRules({ JWT_SECRET: SECRET }));
    const roles = array(string({ minLength: 1, maxLength: 20 }), { maxLength: 4 });
    const name = option(string({ minLength: 1, maxLength: 50 }), { nil: undefined });
    await assert(
      asyncProperty(
        anyUserId().filter((id) => id.isWellFormed()),
        name,
        roles,
        async (userId, name, roles) => {
          const { user } = await verify(await web.tokenOf(userId, { name, roles }));
          expect(user).toEqual({ id: userId, roles, ...(name !== undefined && { name }) });
        },
      ),
      { numRuns: 100 },
    );
  });

  test('says which field is wrong', async () => {
    const wrong = [
      { body: {}, field: 'userId' },
      { body: { userId: '' }, field: 'userId' },
      { body: { userId: 'u', roles: 'all' }, field: 'roles' },
    ];
    for (const { body, field } of wrong) {
      const response = await fetch(`${web.url}/api/auth/dev`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect(response.status).toBe(400);
      expect(JSON.stringify(await response.json())).toContain(field);
    }
  });

  test('is not there with AUTH_MODE=jwt', async () => {
    const other = await startWeb({ AUTH_MODE: 'jwt' });
    try {
      const response = await fetch(`${other.url}/api/auth/dev`, { method: 'POST', body: '{}' });
      expect(response.status).toBe(404);
      expect(await (await other.get('/api/config')).json()).toMatchObject({ authMode: 'jwt', wsPath: '/ws' });
    } finally {
      await other.stop();
    }
  });
});

describe('pages', () => {
  test.each(['/', '/sessions', '/c/5f0e8f6a-6d4e-4f0e-9d6f-0d3c0f5f6a7b'])(
    '%s is the page, with a policy that runs nothing inline',
    async (path) => {
      const response = await web.get(path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toContain('text/html');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("script-src 'self';");
      expect(policy).not.toContain('unsafe');
    },
  );

  test.each([
    '/admin',
    '/admin/s/x',
    '/admin/u/a%2Fb',
    '/admin/u/?id=..',
    '/admin/metrics',
    '/admin/usage',
    '/admin/audit',
    '/admin/queue',
    '/admin/notifications',
  ])('%s is the console, with the same policy, for anybody: it holds no data', async (path) => {
    const response = await web.get(path);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<title>Console</title>');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self';");
  });

  test('a user id of any length has its address in the console', async () => {
    const path = `/admin/u/${encodeURIComponent('💬'.repeat(100))}`;
    expect((await web.get(path)).status).toBe(200);
  });

  test('what is named by its content is kept for ever, and goes out compressed', async () => {
    const response = await web.get('/assets/a-1.js');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect((await web.get('/theme.js')).headers.get('cache-control')).toBe('no-cache');
  });

  test.each([
    '/nothing',
    '/admin/nothing',
    '/admin/api/sessions',
    '/assets/../package.json',
    '/..%2f..%2fpackage.json',
    '/api/nothing',
  ])('%s is not there', async (path) => {
    const response = await web.get(path);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { category: 'not_found' } });
  });
});

describe('operation', () => {
  test.each(['/healthz', '/readyz', '/metrics', '/api/docs/json'])('%s answers', async (path) => {
    expect((await web.get(path)).status).toBe(200);
  });

  test('every route of the API is documented: what it is for, what it takes, who may ask', async () => {
    const { paths } = (await (await web.get('/api/docs/json')).json()) as {
      paths: Record<string, Record<string, { summary?: string; security?: unknown; responses: object }>>;
    };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { summary = '', security }]) => {
        expect(summary).not.toBe('');
        return `${method} ${path}${security ? ' (token)' : ''}`;
      }),
    );
    expect(routes.sort()).toEqual([
      'delete /api/me (token)',
      'delete /api/sessions/{id} (token)',
      'get /api/config',
      'get /api/me/export (token)',
      'get /api/me/usage (token)',
      'get /api/sessions (token)',
      'get /api/sessions/{id} (token)',
      'get /api/sessions/{id}/export (token)',
      'get /api/sessions/{id}/messages (token)',
      'patch /api/sessions/{id} (token)',
      'post /api/auth/dev',
    ]);
    const parameters = paths['/api/sessions']?.['get'];
    for (const name of ['limit', 'cursor', 'archived', 'q'])
      expect(JSON.stringify(parameters)).toContain(`"name":"${name}"`);
  });

  test('a start without built pages says how to build them', async () => {
    const { build } = await import('../src/app.ts');
    const { loadConfig } = await import('@parley/config');
    const { createLogger } = await import('@parley/logging');
    const { schema } = await import('../src/config.ts');
    const config = loadConfig(schema, {
      JWT_SECRET: SECRET,
      MONGODB_URI: 'mongodb://127.0.0.1:1/x',
      NATS_URL: 'nats://127.0.0.1:1',
      ENCRYPTION_KEYS: `k:${Buffer.alloc(32).toString('base64')}`,
    });
    const log = createLogger({ service: 'web', level: 'silent' });
    await expect(build(config, { log, pages: '/nowhere' })).rejects.toThrow('nx build web');
  });
});
