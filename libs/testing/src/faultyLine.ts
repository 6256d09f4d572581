import type { Socket } from 'node:net';

/** What a line does to what passes through it; both directions and all connections of a proxy share one. */
export type LineState = { delayMs: number; paused: boolean };

const QUEUED_BYTES = 1024 * 1024;

/**
 * Passes bytes from one socket to another, in order, each chunk `delayMs` after it came, none while paused. It stops
 * reading when more than 1 MiB waits.
 * @returns to be called when the state has changed
 */
export function faultyLine(from: Socket, to: Socket, state: LineState): () => void {
  const waiting: { chunk: Buffer; due: number }[] = [];
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  let ended = false;

  const pass = () => {
    clearTimeout(timer);
    timer = undefined;
    while (!state.paused && waiting[0] && waiting[0].due <= performance.now()) {
      const { chunk } = waiting[0];
      waiting.shift();
      bytes -= chunk.length;
      to.write(chunk);
    }
    if (state.paused) return;
    if (bytes < QUEUED_BYTES && !to.writableNeedDrain) from.resume();
    if (waiting[0]) timer = setTimeout(pass, Math.max(1, waiting[0].due - performance.now()));
    else if (ended) to.end();
  };

  from.on('data', (chunk) => {
    waiting.push({ chunk, due: performance.now() + state.delayMs });
    bytes += chunk.length;
    if (bytes >= QUEUED_BYTES) from.pause();
    pass();
    if (to.writableNeedDrain) from.pause();
  });
  to.on('drain', pass);
  from.on('end', () => {
    ended = true;
    pass();
  });
  from.on('close', () => clearTimeout(timer));
  return pass;
}
