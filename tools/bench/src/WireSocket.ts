import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const MASK = Buffer.from([0x12, 0x34, 0x56, 0x78]);

/** A text frame as a client sends it; at most 125 bytes. */
export function clientFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  if (payload.length > 125) throw new RangeError('text: must have at most 125 bytes');
  const masked = payload.map((byte, at) => byte ^ (MASK[at % 4] ?? 0));
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length]), MASK, masked]);
}

/** As little of a WebSocket client as a bench needs, so that the one who measures costs little. */
export async function openWire(port: number, protocols?: readonly string[]): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  if (!protocols) return socket;
  socket.write(
    [
      'GET /ws HTTP/1.1',
      `Host: 127.0.0.1:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      `Sec-WebSocket-Protocol: ${protocols.join(', ')}`,
      '\r\n',
    ].join('\r\n'),
  );
  const [answer] = (await once(socket, 'data')) as [Buffer];
  if (!answer.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error('the upgrade was refused');
  return socket;
}
