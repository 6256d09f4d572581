/**
 * A provider of the OpenAI format. The last message says what it streams: `{"chunks":50,"everyMs":100}`; with
 * `"burst":5,"apartMs":10` five come each time, with `"together":200` when so many requests are there. Each chunk is the moment it is sent (the machine's monotonic clock,
 * nanoseconds) and a space.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';

interface Asked {
  messages: { content: string }[];
}

/** Requests that wait for others. */
const gathered: (() => void)[] = [];
/** Answers that are being streamed: what a `GET` asks. */
let streaming = 0;

/** Waits until so many are there; then they begin at any moment, so that their chunks don't come all at once. */
function gather(together: number, everyMs: number): Promise<void> {
  return new Promise((resolve) => {
    gathered.push(resolve);
    if (gathered.length < together) return;
    for (const begin of gathered.splice(0)) setTimeout(begin, Math.random() * everyMs);
  });
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'GET') return void response.end(String(streaming));
  const { messages } = (await json(request)) as Asked;
  const script = JSON.parse(messages.at(-1)?.content ?? '{}') as Record<string, number>;
  const { chunks, everyMs = 0, burst = 1, apartMs, together } = script;
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const say = (delta: object, finish: string | null): void => {
    const choices = [{ index: 0, delta, finish_reason: finish }];
    const chunk = { id: 'c', object: 'chat.completion.chunk', created: 0, model: 'bench', choices };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  };
  if (together !== undefined) await gather(together, everyMs);
  streaming += 1;
  response.on('close', () => (streaming -= 1));
  let sent = 0;
  const sendOne = (): void => {
    say({ content: `${process.hrtime.bigint()} ` }, null);
    if (++sent !== chunks) return;
    clearInterval(timer);
    say({}, 'stop');
    response.end('data: [DONE]\n\n');
  };
  const timer = setInterval(() => {
    sendOne();
    for (let n = 1; n < burst; n++) setTimeout(sendOne, n * Number(apartMs));
  }, everyMs);
}

createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
}).listen(Number(process.env['PORT']), '127.0.0.1');
process.on('SIGTERM', () => process.exit());
