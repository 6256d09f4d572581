import { randomUUID } from 'node:crypto';
import type { Message, ServerFrame } from '@parley/protocol';
import { WebSocket } from 'ws';
import type { Resumed } from '../checker/History.ts';

const PATIENCE_MS = 15_000;

/**
 * Asks for all that changed in a session after `afterRev`, page by page, as a client does that comes back.
 * @throws Error when that isn't answered
 */
export function resume(wsUrl: string, token: string, sessionId: string, afterRev: number): Promise<Resumed> {
  const socket = new WebSocket(wsUrl, ['parley.v1', `bearer.${token}`]);
  const messages: Message[] = [];
  const ask = (after: number): void =>
    socket.send(JSON.stringify({ type: 'session.open', id: randomUUID(), sessionId, afterRev: after }));
  return new Promise<Resumed>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`resume of ${sessionId}: no answer`)), PATIENCE_MS);
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`resume of ${sessionId}: closed with ${code}`)));
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as ServerFrame;
      if (frame.type === 'welcome') ask(afterRev);
      if (frame.type === 'error') reject(new Error(`resume of ${sessionId}: ${frame.error.code}`));
      if (frame.type !== 'session.opened') return;
      messages.push(...frame.messages);
      if (frame.hasMore) return ask(Math.max(...frame.messages.map(({ rev }) => rev)));
      clearTimeout(timer);
      resolve({ sessionId, afterRev, messages });
    });
  }).finally(() => socket.terminate());
}
