import type { Socket } from 'node:net';
import { maxMessageBytes, type Message, readMessage, writeReply } from './opMsg.ts';

/** Answers a message, at once or later in the same turn of the event loop. */
export type Answer = (message: Message, reply: (document: Uint8Array) => void) => void;

const headerBytes = 16;

/** Cuts a client's bytes into messages. A client that breaks the format, or reads too slowly, holds up only itself. */
export function serveConnection(socket: Socket, answer: Answer): void {
  let waiting: Buffer[] = [];
  let length = 0;
  // The bytes that the next message needs, as far as that is known: they are joined only when all are there.
  let wanted = headerBytes;
  const take = (chunk: Buffer) => {
    waiting.push(chunk);
    length += chunk.length;
    if (length < wanted) return;
    let bytes = waiting.length === 1 ? chunk : Buffer.concat(waiting);
    for (wanted = sizeOf(bytes); bytes.length >= wanted; wanted = sizeOf(bytes)) {
      const message = readMessage(bytes.subarray(0, wanted));
      bytes = bytes.subarray(wanted);
      answer(message, (document) => send(socket, message, document));
    }
    waiting = [bytes];
    length = bytes.length;
  };
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('drain', () => socket.resume());
  socket.on('data', (chunk) => {
    try {
      take(chunk);
    } catch {
      // What follows can't be told apart any more.
      socket.destroy();
    }
  });
}

function sizeOf(bytes: Buffer): number {
  if (bytes.length < headerBytes) return headerBytes;
  const size = bytes.readInt32LE(0);
  if (size <= headerBytes || size > maxMessageBytes) throw new RangeError(`a message of ${size} bytes`);
  return size;
}

function send(socket: Socket, message: Message, document: Uint8Array): void {
  if (message.unanswered || socket.destroyed) return;
  if (!socket.write(writeReply(message, document))) socket.pause();
}
