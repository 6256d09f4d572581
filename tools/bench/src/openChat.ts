import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { Stamps, type Stream } from './Streams.ts';

const PATIENCE_MS = 60_000;

interface Told {
  readonly type: string;
  readonly text?: string;
  readonly message?: { readonly sender: string; readonly status: string };
}

/** A client of Parley with a session of its own; its token is the given user's. */
export async function openChat(url: string, token: string): Promise<Stream> {
  const socket = new WebSocket(url, ['parley.v1', `bearer.${token}`]);
  const sessionId = randomUUID();
  let told: (frame: Told) => void = () => undefined;
  socket.on('message', (data: Buffer) => told(JSON.parse(data.toString()) as Told));
  const until = (type: string, each?: (frame: Told) => void): Promise<Told> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no ${type} within ${PATIENCE_MS} ms`)), PATIENCE_MS);
      told = (frame) => {
        each?.(frame);
        if (frame.type === 'error') reject(new Error(JSON.stringify(frame)));
        if (frame.type !== type) return;
        clearTimeout(late);
        resolve(frame);
      };
    });
  const send = (type: string, frame: object): void =>
    socket.send(JSON.stringify({ type, id: randomUUID(), ...frame }));
  const welcome = until('welcome');
  await once(socket, 'open');
  await welcome;
  const opened = until('session.opened');
  send('session.open', { id: sessionId, new: true });
  await opened;
  return {
    async answer(script) {
      const stamps = new Stamps();
      const ended = until('message.ended', ({ type, text }) => {
        if (type === 'message.delta' && text) stamps.push(text);
      });
      send('message.send', { sessionId, text: JSON.stringify(script) });
      const { message } = await ended;
      if (message?.status !== 'complete') throw new Error(`an answer ended as ${message?.status}`);
      return stamps.taken;
    },
    close: () => socket.terminate(),
  };
}
