/** A plain SSE proxy: passes a request on to the provider, and what the provider streams back to the client. */
import { createServer, request } from 'node:http';

const provider = process.env['PROVIDER'] ?? '';

createServer((incoming, outgoing) => {
  const { method = 'GET', headers, url = '/' } = incoming;
  const onward = request(provider + url, { method, headers, agent: false }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
}).listen(Number(process.env['PORT']), '127.0.0.1');
process.on('SIGTERM', () => process.exit());
