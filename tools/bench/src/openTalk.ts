import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';

const PATIENCE_MS = 60_000;

/** A frame, as far as a bench reads it. */
export interface Told {
  readonly type: string;
  readonly text?: string;
  readonly message?: { readonly replyTo?: string; readonly status: string };
}

/** A client of Parley in one session. */
export interface Talk {
  /**
   * Sends a text and resolves when its answer has ended; `each` gets every frame until then.
   * @throws Error when the answer isn't complete, or takes a minute
   */
  say(text: string, each?: (frame: Told) => void): Promise<void>;
  close(): void;
}

/** Opens a session, a new one when `sessionId` is left out, as the user of the token. */
export async function openTalk(url: string, token: string, sessionId?: string): Promise<Talk> {
  const socket = new WebSocket(url, ['parley.v1', `bearer.${token}`]);
  let told: (frame: Told) => void = () => undefined;
  socket.on('message', (data: Buffer) => told(JSON.parse(data.toString()) as Told));
  const until = (isIt: (frame: Told) => boolean, each?: (frame: Told) => void): Promise<Told> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
      told = (frame) => {
        each?.(frame);
        if (frame.type === 'error') reject(new Error(JSON.stringify(frame)));
        if (!isIt(frame)) return;
        clearTimeout(late);
        resolve(frame);
      };
    });
  const send = (frame: object): void => socket.send(JSON.stringify(frame));
  const welcome = until(({ type }) => type === 'welcome');
  await once(socket, 'open');
  await welcome;
  const opened = until(({ type }) => type === 'session.opened');
  const id = randomUUID();
  send({ type: 'session.open', id, ...(sessionId === undefined ? { new: true } : { sessionId }) });
  await opened;
  return {
    async say(text, each) {
      const frame = { type: 'message.send', id: randomUUID(), sessionId: sessionId ?? id, text };
      const isEnd = ({ type, message }: Told) => type === 'message.ended' && message?.replyTo === frame.id;
      const ended = until(isEnd, each);
      send(frame);
      const { message } = await ended;
      if (message?.status !== 'complete') throw new Error(`an answer ended as ${message?.status}`);
    },
    close: () => socket.terminate(),
  };
}
