import { connect } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createHealth, createParts } from '@parley/lifecycle';
import { createLogger } from '@parley/logging';
import { ERROR_CODES, ParleyError, WireError, type ErrorCategory } from '@parley/protocol';
import * as fc from 'fast-check';
import { z } from 'zod';
import {
  clientAddress,
  Counter,
  createHttp,
  createMetrics,
  listening,
  PageQuery,
  pageOf,
  type HttpApp,
} from './index.ts';

const open: HttpApp[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});

/** A server and what it logged. */
async function server(options: Partial<Parameters<typeof createHttp>[0]> = {}) {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger({
    service: 'svc',
    destination: { write: (line) => lines.push(JSON.parse(line)) },
  });
  const health = createHealth(50);
  const app = await createHttp({ service: 'svc', log, health, ...options });
  open.push(app);
  return { app, lines, health, log };
}

const Body = z.object({ name: z.string().min(1), age: z.number().int() });

describe('errors', () => {
  test('[P33] every public error comes as category, code, message and recoverable, with its status', async () => {
    const { app } = await server();
    let thrown: unknown;
    app.get('/fail', () => {
      throw thrown;
    });
    const categories = Object.keys(ERROR_CODES).map((name) => WireError.shape.category.parse(name));
    const error = fc
      .constantFrom<ErrorCategory>(...categories)
      .chain((category) => fc.tuple(fc.constant(category), fc.constantFrom(...ERROR_CODES[category])))
      .chain(([category, code]) =>
        fc.tuple(
          fc.constant(category),
          fc.constant(code),
          fc.string({ unit: 'grapheme' }),
          fc.option(fc.nat(1e6)),
        ),
      );
    await fc.assert(
      fc.asyncProperty(error, async ([category, code, message, retryAfterMs]) => {
        thrown = new ParleyError(category, code, message, retryAfterMs === null ? {} : { retryAfterMs });
        const reply = await app.inject('/fail');
        const body = z.object({ error: WireError }).strict().parse(reply.json());
        expect(body.error).toMatchObject({ category, code, message, recoverable: true });
        expect(reply.statusCode).toBe(ParleyError.from(thrown).httpStatus);
        expect(reply.statusCode).toBeGreaterThanOrEqual(400);
        expect(reply.headers['www-authenticate']).toBe(category === 'auth' ? 'Bearer' : undefined);
        expect(reply.headers['retry-after']).toBe(
          retryAfterMs === null ? undefined : `${Math.ceil(retryAfterMs / 1000)}`,
        );
      }),
    );
  });

  test('[P35] an unknown error is told as service/internal, and its cause is logged once, with context', async () => {
    const { app, lines } = await server();
    let thrown: unknown;
    app.get('/boom/:id', () => {
      throw thrown;
    });
    const secret = fc.stringMatching(/^[a-z]{12}$/).map((word) => `s3cr3t${word}`);
    await fc.assert(
      fc.asyncProperty(secret, async (word) => {
        lines.length = 0;
        thrown = new Error(word, { cause: new TypeError(`cause ${word}`) });
        const reply = await app.inject('/boom/7?q=1');
        expect([reply.statusCode, reply.json().error]).toMatchObject([
          500,
          { category: 'service', code: 'internal' },
        ]);
        expect(reply.body + JSON.stringify(reply.headers)).not.toContain(word);
        const failures = lines.filter((line) => line['level'] === 'error');
        expect(failures).toHaveLength(1);
        expect(failures[0]).toMatchObject({
          event: 'http.failed',
          method: 'GET',
          route: '/boom/:id',
          error: { message: word, cause: { type: 'TypeError', message: `cause ${word}` } },
        });
      }),
    );
  });

  test('[P9] a body is taken or refused as its schema says, and a refusal names the field', async () => {
    const { app } = await server();
    app.post('/people', { schema: { body: Body, response: { 200: Body } } }, async (request) => request.body);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.jsonValue(), fc.record({ name: fc.jsonValue(), age: fc.jsonValue() })),
        async (body) => {
          const reply = await app.inject({
            method: 'POST',
            url: '/people',
            payload: JSON.stringify(body),
            headers: { 'content-type': 'application/json' },
          });
          const expected = Body.safeParse(body);
          expect(reply.statusCode).toBe(expected.success ? 200 : 400);
          if (expected.success) expect(reply.json()).toEqual(expected.data);
          else {
            const path = ['body', ...(expected.error.issues[0]?.path ?? [])].join('.');
            const { category, code, message } = reply.json().error;
            // A key that would change prototypes is refused before any schema is asked.
            const isRead = !JSON.stringify(body).includes('"__proto__":');
            expect([category, code]).toEqual(['validation', isRead ? 'invalid_field' : 'malformed']);
            if (isRead) expect(message.startsWith(`${path}: `)).toBe(true);
          }
        },
      ),
    );
  });

  test('[P9] any bytes as a body are refused, never a failure', async () => {
    const { app } = await server({ bodyLimit: 100 });
    app.post('/people', { schema: { body: Body } }, async () => ({}));
    const type = fc.constantFrom('application/json', 'text/plain', 'image/png', 'nonsense', '');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), type, async (bytes, type) => {
        const reply = await app.inject({
          method: 'POST',
          url: '/people',
          payload: Buffer.from(bytes),
          headers: { 'content-type': type },
        });
        expect([400, 413, 415]).toContain(reply.statusCode);
        expect(reply.json().error.category).toBe('validation');
      }),
    );
  });

  test('[P33] a URL that cannot be decoded', async () => {
    const { app } = await server();
    for (const url of ['/%', '/a/%zz', '/%ff']) {
      const answer = await app.inject({ method: 'GET', url });
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({
        error: { category: 'validation', code: 'malformed', recoverable: true },
      });
    }
  });

  test('a path that nothing serves', async () => {
    const { app } = await server();
    const reply = await app.inject('/nowhere?token=x');
    expect([reply.statusCode, reply.json().error]).toMatchObject([
      404,
      { category: 'not_found', code: 'route' },
    ]);
  });

  test('an answer that breaks its own schema is an internal error', async () => {
    const { app, lines } = await server();
    app.get('/wrong', { schema: { response: { 200: Body } } }, async () => JSON.parse('{"name":""}'));
    expect((await app.inject('/wrong')).json().error.code).toBe('internal');
    expect(lines.filter((line) => line['level'] === 'error')).toHaveLength(1);
  });
});

describe('operation', () => {
  test('/healthz, and /readyz with the name of what is failing', async () => {
    const { app, health } = await server();
    expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' });
    expect((await app.inject('/readyz')).statusCode).toBe(200);
    health.ready('database', () => Promise.reject(new Error('connect ECONNREFUSED 10.1.2.3')));
    const reply = await app.inject('/readyz');
    expect(reply.statusCode).toBe(503);
    expect(reply.json()).toMatchObject({
      status: 'unready',
      failing: ['database'],
      error: { category: 'service', code: 'unavailable' },
    });
    expect(reply.body).toContain('waits for database');
    expect(reply.body).not.toContain('10.1.2.3');
    health.drain();
    expect((await app.inject('/readyz')).json().status).toBe('draining');
  });

  test('/metrics has those of the process, of requests and of the service, each app its own', async () => {
    const metrics = createMetrics('one');
    const counter = new Counter({ name: 'things_total', help: 'Things', registers: [metrics] });
    const { app } = await server({ metrics });
    const other = await server();
    counter.inc(3);
    await app.inject('/nowhere');
    const { body } = await app.inject('/metrics');
    expect(body).toContain('things_total{service="one"} 3');
    expect(body).toContain('process_cpu_seconds_total');
    expect(body).toMatch(/http_request_duration_seconds_count\{.*status="404".*\} 1/);
    expect((await other.app.inject('/metrics')).body).not.toContain('things_total');
  });

  test('[P37] each request is logged once, without its query; probes are not', async () => {
    const { app, lines } = await server();
    app.get('/things/:id', async () => ({}));
    await app.inject({
      url: '/things/3?token=secret',
      headers: { traceparent: `00-${'ab'.repeat(16)}-${'1'.repeat(16)}-01` },
    });
    for (const path of ['/healthz', '/readyz', '/metrics']) await app.inject(path);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      event: 'http.request',
      method: 'GET',
      route: '/things/:id',
      path: '/things/3',
      status: 200,
      traceId: 'ab'.repeat(16),
    });
    expect(JSON.stringify(lines)).not.toContain('secret');
  });
});

describe('answers', () => {
  test('have the security headers that their route has not set', async () => {
    const { app } = await server();
    app.get('/page', async (_request, reply) =>
      reply.header('content-security-policy', "default-src 'self'").send({}),
    );
    expect((await app.inject('/page')).headers).toMatchObject({
      'content-security-policy': "default-src 'self'",
      'x-content-type-options': 'nosniff',
    });
    expect((await app.inject('/nowhere')).headers).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
    });
  });

  test('are documented at /api/docs when asked', async () => {
    const { app } = await server({ docs: { title: 'Things', version: '1' } });
    app.get('/things', { schema: { querystring: PageQuery, response: { 200: pageOf(Body) } } }, async () => ({
      items: [],
      nextCursor: null,
    }));
    expect((await app.inject('/api/docs/')).headers['content-type']).toContain('text/html');
    const document = (await app.inject('/api/docs/json')).json();
    expect(Object.keys(document.paths)).toEqual(['/things']);
    expect(document.paths['/things'].get.parameters.map((p: { name: string }) => p.name)).toEqual([
      'limit',
      'cursor',
    ]);
    expect((await app.inject('/things?limit=201')).json().error.message).toBe(
      'limit: must be a whole number from 1 to 200',
    );
    expect((await app.inject('/things')).json()).toEqual({ items: [], nextCursor: null });
  });
});

describe('a listening server', () => {
  test('answers what is not HTTP, lets requests in work end when it stops', async () => {
    const { app, log } = await server();
    const release = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    app.get('/slow', async () => {
      begun.resolve();
      await release.promise;
      return { done: true };
    });
    const port = Promise.withResolvers<number>();
    const parts = createParts([listening(app, { host: '127.0.0.1', port: 0 }, port.resolve)], {
      log,
      graceMs: 4000,
    });
    await parts.start();
    const at = await port.promise;

    const raw = connect(at, '127.0.0.1');
    raw.end('nonsense\r\n\r\n');
    const chunks = await raw.setEncoding('utf8').toArray();
    expect(chunks.join('')).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[^]*"category":"validation"/);

    const answer = fetch(`http://127.0.0.1:${at}/slow`).then((reply) => reply.json());
    await begun.promise;
    const stopped = parts.stop();
    release.resolve();
    expect(await answer).toEqual({ done: true });
    expect(await stopped).toBe(true);
  });
});

describe('clientAddress', () => {
  const address = async (trustProxy: boolean, forwarded: string | undefined, remoteAddress = '10.0.0.1') => {
    const { app } = await server({ trustProxy });
    app.get('/', (request) => ({ from: clientAddress(request) }));
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    return (await app.inject({ url: '/', headers, remoteAddress })).json<{ from: string }>().from;
  };

  test('is the line’s own, whatever the client says, unless a proxy is trusted', async () => {
    expect(await address(false, '198.51.100.7')).toBe('10.0.0.1');
    expect(await address(true, undefined)).toBe('10.0.0.1');
    expect(await address(false, undefined, '::ffff:203.0.113.9')).toBe('203.0.113.9');
  });

  test('is what the trusted proxy saw, not what stands before that', async () => {
    expect(await address(true, '198.51.100.7')).toBe('198.51.100.7');
    expect(await address(true, '192.0.2.66, 198.51.100.7')).toBe('198.51.100.7');
    expect(await address(true, '2001:db8::7')).toBe('2001:db8::7');
  });
});
