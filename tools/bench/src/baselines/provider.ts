/**
 * A provider of the OpenAI format. The last message says what it streams: `{"chunks":50,"everyMs":100}`; each chunk is
 * the moment it is sent (the machine's monotonic clock, nanoseconds) and a space.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';

interface Asked {
  messages: { content: string }[];
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { messages } = (await json(request)) as Asked;
  const { chunks, everyMs } = JSON.parse(messages.at(-1)?.content ?? '{}') as Record<string, number>;
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const say = (delta: object, finish: string | null): void => {
    const choices = [{ index: 0, delta, finish_reason: finish }];
    const chunk = { id: 'c', object: 'chat.completion.chunk', created: 0, model: 'bench', choices };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  };
  let sent = 0;
  // Streams begin at any moment, so their chunks don't come all at once.
  const timer = setInterval(() => {
    say({ content: `${process.hrtime.bigint()} ` }, null);
    if (++sent !== chunks) return;
    clearInterval(timer);
    say({}, 'stop');
    response.end('data: [DONE]\n\n');
  }, everyMs);
}

createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
}).listen(Number(process.env['PORT']), '127.0.0.1');
process.on('SIGTERM', () => process.exit());
