import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createLogger, type Logger } from './index.ts';

/** A logger and what it wrote. */
function recorder(): { log: Logger; lines: string[]; last: () => Record<string, unknown> } {
  const lines: string[] = [];
  const log = createLogger({
    service: 'svc',
    level: 'trace',
    destination: { write: (line) => lines.push(line) },
  });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? 'null') };
}

const CANARY = 'c4n4ry';
const jwt = fc
  .tuple(fc.base64String({ maxLength: 40 }), fc.base64String({ maxLength: 40 }))
  .map(([payload, signature]) =>
    ['{"alg":"HS256"}', `{"sub":"${payload}"}`, CANARY + signature]
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.'),
  );
const apiKey = fc.stringMatching(/^[A-Za-z0-9]{12,40}$/).map((rest) => `sk-${CANARY}${rest}`);
const ringKey = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('base64'));
/** Secrets that are known by what they look like, wherever they stand. */
const patterned = fc.oneof(
  jwt,
  apiKey,
  ringKey,
  apiKey.map((key) => `Bearer ${key}`),
  apiKey.map((key) => `nats://user:${key}@host:4222`),
  apiKey.map((key) => `https://host/ws?token=${key}`),
);
const secretName = fc.constantFrom(
  'token',
  'accessToken',
  'text',
  'authorization',
  'Authorization',
  'password',
  'apiKey',
  'API_KEY',
  'x-api-key',
  'secret',
  'JWT_SECRET',
  'ENCRYPTION_KEYS',
  'transcript',
  'cookie',
  'set-cookie',
  'fileName',
  'delta',
);
const said = fc.string({ unit: 'binary', maxLength: 30 }).map((s) => CANARY + s);

/** Any object with secrets planted in it: by name with any value, by look under any name and inside any text. */
const planted = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5 },
    fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }),
    fc.tuple(fc.string({ unit: 'binary' }), patterned).map(([before, secret]) => `${before} ${secret} after`),
    fc.tuple(secretName, fc.oneof(said, tie('node'))).map(([name, value]) => ({ [name]: value })),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('node')),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.tuple(patterned, tie('node')).map(([secret, cause]) => new Error(`failed with ${secret}`, { cause })),
    said.map((value) =>
      Object.assign(new Error('failed'), { config: { headers: { authorization: value } } }),
    ),
    said.map((value) => new Error(`could not send ${JSON.stringify({ text: value })}`)),
  ),
})).node;

/** True for a secret that may be in no line, however it got in. */
const leaks = (line: string) =>
  line.includes(CANARY) || /eyJ[\w-]{4,}/.test(line) || /[A-Za-z0-9+/]{43}=/.test(line);

describe('createLogger', () => {
  test('[P36] every line is JSON with time, level, service, event and the known ids, whatever is logged', () => {
    const level = fc.constantFrom('trace', 'debug', 'info', 'warn', 'error', 'fatal');
    fc.assert(
      fc.property(
        planted,
        planted,
        fc.dictionary(fc.string(), planted),
        level,
        (value, error, bound, level) => {
          const { log, lines, last } = recorder();
          const child = log.child(bound);
          const fields = { connectionId: 'c', sessionId: 's', userId: 'u', traceId: 't', value };
          if (level === 'error' || level === 'fatal') child[level]('some.event', error, fields);
          else child[level]('some.event', fields);
          expect(lines).toHaveLength(1);
          expect(lines[0]).toMatch(/^[^\n]*\n$/);
          expect(last()).toMatchObject({
            level,
            service: 'svc',
            event: 'some.event',
            connectionId: 'c',
            sessionId: 's',
            userId: 'u',
            traceId: 't',
          });
          expect(new Date(String(last()['time'])).toISOString()).toBe(last()['time']);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('[P36] no token, key or text gets into a line, wherever it stands', () => {
    fc.assert(
      fc.property(planted, planted, planted, (fields, bound, error) => {
        const { log, lines } = recorder();
        log.child({ bound }).error('some.event', error, { fields });
        log.info('some.event', { ...Object(fields) });
        expect(lines.filter(leaks)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('[P35] every logged error has its context and its whole chain of causes', () => {
    const message = fc.stringMatching(/^[a-z ]{1,40}$/);
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 5 }), fc.uuid(), (messages, sessionId) => {
        const { log, last } = recorder();
        const error = messages.reduceRight<Error | undefined>(
          (cause, text) => Object.assign(new TypeError(text, { cause }), { code: `E_${text.length}` }),
          undefined,
        );
        log.error('turn.failed', error, { sessionId, attempt: 3 });
        expect(last()).toMatchObject({ event: 'turn.failed', sessionId, attempt: 3 });
        let link: unknown = last()['error'];
        for (const text of messages) {
          expect(link).toMatchObject({ type: 'TypeError', message: text, code: `E_${text.length}` });
          expect(String(Object(link).stack)).toContain(text);
          link = Object(link).cause;
        }
        expect(link).toBeUndefined();
      }),
    );
  });

  test('[P35] whatever is thrown is told, also what is no error', () => {
    const { log, last } = recorder();
    log.error('x.failed', 'plain');
    expect(last()['error']).toBe('plain');
    log.error('x.failed', undefined);
    expect(last()['error']).toBeNull();
    log.error('x.failed', new AggregateError([new Error('one')], 'all'));
    expect(last()['error']).toMatchObject({ message: 'all', errors: [{ message: 'one' }] });
  });

  test('[P38] errors are counted over a logger and all that came of it, written or not', () => {
    const log = createLogger({ service: 'svc', level: 'silent' });
    const child = log.child({ traceId: 't' });
    log.warn('some.thing');
    child.error('some.thing', new Error('one'));
    log.fatal('some.thing', new Error('two'));
    expect([log.errors(), child.errors()]).toEqual([2, 2]);
    expect(createLogger({ service: 'svc', level: 'silent' }).errors()).toBe(0);
  });

  test('a field never takes the place of what a line has by itself', () => {
    const { log, last } = recorder();
    log.info('a.b', { event: 'other', time: 1, method: 'GET', headers: {}, socket: {} });
    expect(last()).toMatchObject({ event: 'a.b', event_: 'other', time_: 1, method: 'GET', socket_: {} });
  });

  test('counts of tokens stay, and so do values that give nothing away', () => {
    const { log, last } = recorder();
    log.info('a.b', { inputTokens: 12, token: null, url: 'http://host/path?limit=3', date: new Date(0) });
    expect(last()).toMatchObject({
      inputTokens: 12,
      token: null,
      url: 'http://host/path?limit=3',
      date: '1970-01-01T00:00:00.000Z',
    });
  });

  test('values that misbehave break nothing', () => {
    const { log, lines, last } = recorder();
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    const throwing = {
      get bad() {
        throw new Error('no');
      },
    };
    const hostile = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('no');
        },
      },
    );
    log.info('a.b', { cyclic, throwing, hostile, long: 'x'.repeat(1e6), bytes: randomBytes(9) });
    expect(lines).toHaveLength(1);
    expect(last()).toMatchObject({ event: 'a.b' });
    expect(lines[0]?.length).toBeLessThan(10_000);
  });

  test('a snippet that the JSON parser quotes is taken out', () => {
    const { log, lines } = recorder();
    for (const bad of ['c4n4ry', '{"a":"c4n4ry"', '{"text": c4n4ry', `c4n4ry${'x'.repeat(99)}`]) {
      try {
        JSON.parse(bad);
      } catch (error) {
        log.error('frame.refused', error);
      }
    }
    expect(lines).toHaveLength(4);
    expect(lines.join('')).not.toContain('c4n4');
  });

  test('levels below the chosen one are not written', () => {
    const lines: string[] = [];
    const log = createLogger({
      service: 'svc',
      level: 'warn',
      destination: { write: (line) => lines.push(line) },
    });
    log.info('a.b');
    log.warn('a.c');
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(['a.c']);
  });
});
