import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import type { Lines } from '../src/lines/Lines.ts';
import { openLines } from '../src/lines/openLines.ts';
import { testProxyLines } from '../src/lines/testProxyLines.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

describe.each([
  ['as they are opened here', () => openLines(say)],
  ['of the test kit', async () => testProxyLines()],
])('lines %s', (_name, open) => {
  const echo = createServer((socket) => void socket.on('error', () => undefined).pipe(socket));
  const sockets: Socket[] = [];
  let lines: Lines;
  let port: number;

  beforeAll(async () => {
    await once(echo.listen(0, '127.0.0.1'), 'listening');
    lines = await open();
    port = await lines.open('line', (echo.address() as AddressInfo).port);
  }, 300_000);
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await lines.close();
    await new Promise((resolve) => echo.close(resolve));
  });

  /** A connection through the line; `heard` is what came back so far. */
  function dial() {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    const state = { socket, heard: '', isOver: false };
    socket.on('error', () => undefined);
    socket.on('data', (data) => void (state.heard += String(data)));
    socket.on('close', () => void (state.isOver = true));
    return state;
  }

  test('pass both ways', async () => {
    const line = dial();
    line.socket.write('to and fro');
    await eventually('the echo', () => line.heard === 'to and fro');
  });

  test('that are cut end what is open, let nobody through, and serve again', async () => {
    const before = dial();
    before.socket.write('a');
    await eventually('the echo', () => before.heard === 'a');
    await lines.disturb('line', 'cut');
    await eventually('the end', () => before.isOver);
    const meanwhile = dial();
    await eventually('no way through', () => meanwhile.isOver);
    await lines.mend('line');
    const after = dial();
    after.socket.write('b');
    await eventually('the echo', () => after.heard === 'b');
  });

  test('that hang seem open and let nothing through, then go on with all of it or break', async () => {
    const line = dial();
    line.socket.write('a');
    await eventually('the echo', () => line.heard === 'a');
    await lines.disturb('line', 'hang');
    line.socket.write('b');
    const other = dial();
    await once(other.socket, 'connect');
    other.socket.write('c');
    expect(line).toMatchObject({ heard: 'a', isOver: false });
    await lines.mend('line');
    await eventually('the rest or the end', () => line.heard === 'ab' || line.isOver);
    await eventually('the rest or the end', () => other.heard === 'c' || other.isOver);
    const after = dial();
    after.socket.write('d');
    await eventually('the echo', () => after.heard === 'd');
  });

  test('that are slow deliver all, later', async () => {
    const line = dial();
    line.socket.write('a');
    await eventually('the echo', () => line.heard === 'a');
    await lines.disturb('line', 'slow');
    const sentAt = performance.now();
    line.socket.write('b');
    await eventually('the echo', () => line.heard === 'ab');
    expect(performance.now() - sentAt).toBeGreaterThan(100);
    await lines.mend('line');
  });
});
