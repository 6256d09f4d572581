import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import { ReplayServer } from '../fakes/ReplayServer.ts';
import { asked, NAMES, outcomeOf, providerAt } from './outcome.ts';

let server: ReplayServer;
beforeAll(async () => {
  server = await ReplayServer.start();
});
afterAll(() => server?.stop());

/** The first events of a recording, in which it has begun to speak. */
function begun(name: string): string {
  const body = readFileSync(new URL(`recordings/${name}.sse`, import.meta.url), 'utf8');
  return body.slice(0, body.indexOf('\n\n', body.indexOf('! ')) + 2);
}
const json = (body: object) => [JSON.stringify(body)];
const isStop = (path: string) => path.endsWith('/stop');

describe.each(NAMES)('%s', (name) => {
  const call = () => outcomeOf(providerAt(name, server.url), asked());

  test('[P29] too many requests are told with when to come again', async () => {
    const error = { type: 'rate_limit_error', code: 'rate_limit_exceeded', message: 'slow down, kestrel' };
    server.play({
      status: 429,
      headers: { 'content-type': 'application/json', 'retry-after': '3' },
      pieces: json({ error, ...error }),
    });
    const { error: told, text } = await call();
    expect(text).toBe('');
    expect(told?.failure).toMatchObject({ retryable: true, retryAfterMs: 3000, status: 429 });
    expect(told?.failure.keyRefused).toBeUndefined();
    expect(server.requests).toHaveLength(1);
  });

  test('[P29] a failing server is asked once, and may be asked again', async () => {
    server.play({ status: 500, pieces: ['<html>kestrel</html>'] });
    const { error } = await call();
    expect(error).toMatchObject({ code: 'provider_error', failure: { retryable: true, status: 500 } });
    expect(server.requests).toHaveLength(1);
  });

  test('[P29] a refused key is told as one, and not tried again', async () => {
    server.play({ status: 401, pieces: json({ error: { message: 'no' }, code: 'unauthorized' }) });
    const { error } = await call();
    expect(error?.failure).toMatchObject({ retryable: false, keyRefused: true, status: 401 });
  });

  test('[P62] a redirect is not followed: nobody else gets the key, the conversation or a call', async () => {
    const other = await ReplayServer.start();
    try {
      const location = `${other.url.replace('127.0.0.1', 'localhost')}/v1/chat/completions`;
      server.play({ status: 307, headers: { location }, pieces: [] });
      const { error } = await call();
      expect(error).toMatchObject({ code: 'provider_error', failure: { retryable: false, status: 307 } });
      expect(server.requests).toHaveLength(1);
      expect(other.requests).toEqual([]);
    } finally {
      await other.stop();
    }
  });

  test('[P29] a reset before the answer’s head may be tried again', async () => {
    server.play({ end: 'reset' });
    const { error } = await call();
    expect(error).toMatchObject({ code: 'provider_error', failure: { retryable: true } });
    // It may have been read, and worked on.
    expect(error?.failure.unsent).toBeUndefined();
  });

  test('[P29] a reset in the middle may be tried again, and what was said is kept', async () => {
    server.play(({ path }) => (isStop(path) ? {} : { pieces: [begun(name)], end: 'stall' }));
    let said = '';
    const { text, error } = await outcomeOf(providerAt(name, server.url), asked(), (event) => {
      if (event.type === 'text') said += event.text;
      if (said === 'Grüße! ') server.cut();
    });
    expect(text).toBe('Grüße! ');
    expect(error).toMatchObject({
      code: 'provider_error',
      failure: { retryable: true },
      cause: { message: 'terminated' },
    });
  });

  test('[P29] what isn’t HTTP may be tried again', async () => {
    const noHttp = createServer((socket) => socket.resume().end('kestrel speaks no HTTP\r\n\r\n'));
    const url = await listening(noHttp);
    const { error } = await outcomeOf(providerAt(name, url), asked());
    expect(error).toMatchObject({ code: 'provider_error', failure: { retryable: true } });
    noHttp.close();
  });

  test('[P29] a server that doesn’t let itself be connected to is a timeout, one that thinks is none', async () => {
    // TLS that is never answered: the connection never stands.
    const silent = createServer((socket) => socket.resume().on('error', () => {}));
    const url = (await listening(silent)).replace('http:', 'https:');
    const { error } = await outcomeOf(providerAt(name, url, 100), asked());
    expect(error).toMatchObject({ code: 'provider_timeout', failure: { retryable: true, unsent: true } });
    silent.close();

    server.play(({ path }) => (isStop(path) ? {} : { pieces: [begun(name)], everyMs: 1500, end: 'close' }));
    const slow = await outcomeOf(providerAt(name, server.url, 100), asked());
    expect(slow.text).toBe('Grüße! ');
  });

  test('[P62] TLS with a server that speaks none never sent anything', async () => {
    const url = server.url.replace('http:', 'https:');
    const { error } = await outcomeOf(providerAt(name, url), asked());
    expect(error).toMatchObject({ code: 'provider_error', failure: { retryable: true, unsent: true } });
  });

  test('[P35][P62] a server that isn’t there may be tried again, and got nothing', async () => {
    const gone = createServer();
    const url = await listening(gone);
    await new Promise((resolve) => void gone.close(resolve));
    const { error } = await outcomeOf(providerAt(name, url), asked());
    expect(error).toMatchObject({ code: 'provider_error', failure: { retryable: true, unsent: true } });
  });

  test('a call that is broken off closes its connection within 100 ms, at whatever point', async () => {
    const took: number[] = [];
    const points = [
      { pieces: [], end: 'stall' as const },
      { pieces: [': nothing yet\n\n'], end: 'stall' as const },
      { pieces: [begun(name)], end: 'stall' as const },
      { pieces: Array.from({ length: 400 }, () => ': on and on\n\n'), everyMs: 5, end: 'stall' as const },
    ];
    for (const replay of [...points, ...points, ...points]) {
      server.play(({ path }) => (isStop(path) ? {} : replay));
      const abort = new AbortController();
      const call = outcomeOf(providerAt(name, server.url), asked({ signal: abort.signal }));
      await eventually('the server has the request', () => server.requests.length > 0, { everyMs: 1 });
      const at = performance.now();
      abort.abort(new Error('stopped'));
      const { error, finish } = await call;
      expect(error).toMatchObject({
        failure: { retryable: false },
        cause: { message: 'the call was broken off' },
      });
      expect(finish).toBeUndefined();
      took.push((await eventually('the server sees it', () => server.brokenOff[0], { everyMs: 1 })) - at);
    }
    // The middle of them: a busy machine may hold up any one.
    expect(took.sort((one, other) => one - other)[took.length / 2]).toBeLessThan(100);
  });

  test('a reader that leaves closes the connection too', async () => {
    server.play(({ path }) => (isStop(path) ? {} : { pieces: [begun(name)], end: 'stall' }));
    const { error } = await outcomeOf(providerAt(name, server.url), asked(), ({ type }) => {
      if (type === 'text') throw new Error('left');
    });
    expect(error?.cause).toMatchObject({ message: 'left' });
    await eventually('the server sees it', () => server.brokenOff.length === 1);
  });

  test('a call whose signal has ended already is not made', async () => {
    server.play({});
    const { error } = await outcomeOf(providerAt(name, server.url), asked({ signal: AbortSignal.abort() }));
    expect(error?.failure.retryable).toBe(false);
    expect(server.requests).toHaveLength(0);
  });

  test('the call’s id goes with it', async () => {
    server.play({ status: 500 });
    await call();
    expect(server.requests[0]?.headers).toMatchObject({
      'x-request-id': 'call-1',
      'x-client-request-id': 'call-1',
    });
  });
});

async function listening(net: Server): Promise<string> {
  await new Promise<void>((resolve) => void net.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(net.address() as AddressInfo).port}`;
}
