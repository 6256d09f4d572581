import type { ClientFrame, ServerFrame } from '@parley/protocol';
import { parseServerFrame } from './parseServerFrame.ts';
import type { SocketConstructor } from './socketLike.ts';

const OPEN = 1;

/** One socket. Once closed, by either side, it tells nothing more. */
export interface Link {
  /** False: the socket isn't open, nothing was sent. */
  send(frame: ClientFrame): boolean;
  /** Closes without `onEnd`: whoever calls this knows. */
  close(code: number): void;
}

export interface LinkEvents {
  onFrame(frame: ServerFrame): void;
  /** Once. */
  onEnd(code: number, reason: string): void;
}

/** Opens a socket with the token as a subprotocol (a browser can't set headers). Throws what the constructor throws. */
export function openLink(Socket: SocketConstructor, url: string, token: string, events: LinkEvents): Link {
  const socket = new Socket(url, ['parley.v1', `bearer.${token}`]);
  let over = false;
  socket.addEventListener('message', ({ data }) => {
    const frame = over ? undefined : parseServerFrame(data);
    if (frame) events.onFrame(frame);
  });
  socket.addEventListener('close', ({ code, reason }) => {
    if (over) return;
    over = true;
    events.onEnd(code, reason);
  });
  // A close follows every error; without a listener Node would end the process.
  socket.addEventListener('error', () => undefined);
  return {
    send(frame) {
      if (over || socket.readyState !== OPEN) return false;
      socket.send(JSON.stringify(frame));
      return true;
    },
    close(code) {
      over = true;
      socket.close(code);
    },
  };
}
