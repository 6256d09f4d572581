/** A bare `ws` server: sends back what comes and looks at nothing. */
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: Number(process.env['PORT']),
  handleProtocols: () => 'parley.v1',
});
server.on('connection', (socket) => {
  socket.on('message', (data: Buffer, isBinary) => socket.send(data, { binary: isBinary }));
});
process.on('SIGTERM', () => process.exit());
