import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { DifyQuestion, DifyReply, DifyTurn, DifyUpload } from './difyTypes.ts';
import { sendError, sendJson, writeEvent } from './difyWire.ts';

/** A server that speaks Dify's API of chat apps, and keeps conversations, tasks and uploads as Dify does. */
export class DifyServer {
  /** What every call must carry. */
  readonly apiKey = 'app-key';
  readonly questions: DifyQuestion[] = [];
  readonly conversations = new Map<string, { readonly user: string; readonly turns: DifyTurn[] }>();
  readonly uploads = new Map<string, DifyUpload>();
  /** Tasks that were stopped by their id, while they ran. */
  readonly stopped: string[] = [];
  /** Answers that their client broke off. */
  aborted = 0;
  readonly #running = new Map<string, { readonly user: string; stop: boolean }>();
  readonly #server: Server;
  readonly #reply: DifyReply;

  private constructor(reply: DifyReply) {
    this.#reply = reply;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  static async start(reply: DifyReply): Promise<DifyServer> {
    const server = new DifyServer(reply);
    await new Promise<void>((resolve) => void server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => void this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    if (request.headers.authorization !== `Bearer ${this.apiKey}`)
      return sendError(response, 401, 'unauthorized', 'Access token is invalid');
    if (request.url === '/v1/files/upload') return this.#upload(request, body, response);
    if (request.url === '/v1/chat-messages') return this.#answer(JSON.parse(body.toString()), response);
    const task = /^\/v1\/chat-messages\/([^/]+)\/stop$/u.exec(request.url ?? '')?.[1];
    if (task) return this.#stopTask(task, JSON.parse(body.toString()), response);
    return sendError(response, 404, 'not_found', 'The requested URL was not found on the server.');
  }

  async #upload(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const form = await new Response(Uint8Array.from(body), { headers }).formData();
    const file = form.get('file');
    const user = form.get('user');
    if (!(file instanceof File))
      return sendError(response, 400, 'no_file_uploaded', 'Please upload your file.');
    const id = randomUUID();
    const bytes = new Uint8Array(await file.arrayBuffer());
    this.uploads.set(id, {
      user: typeof user === 'string' ? user : '',
      name: file.name,
      mime: file.type,
      bytes,
    });
    sendJson(response, 201, { id, name: file.name, size: bytes.length, mime_type: file.type });
  }

  #stopTask(task: string, { user }: { user?: string }, response: ServerResponse): void {
    const running = this.#running.get(task);
    // As Dify does: a stop of what has ended, or by another user, succeeds and does nothing.
    if (running && running.user === user) {
      running.stop = true;
      this.stopped.push(task);
    }
    sendJson(response, 200, { result: 'success' });
  }

  /** What is wrong with a question; undefined if nothing is. */
  #faultOf({
    query,
    user,
    conversation_id: id,
    files = [],
  }: DifyQuestion): [number, string, string] | undefined {
    if (!user) return [400, 'invalid_param', 'Arg user must be provided.'];
    if (!query) return [400, 'invalid_param', 'query is required'];
    // Conversations and files are their user's alone.
    if (id && this.conversations.get(id)?.user !== user)
      return [404, 'not_found', 'Conversation Not Exists.'];
    if (files.some((file) => this.uploads.get(file.upload_file_id)?.user !== user))
      return [400, 'invalid_param', 'Invalid upload file'];
    return undefined;
  }

  async #answer(question: DifyQuestion, response: ServerResponse): Promise<void> {
    this.questions.push(question);
    const fault = this.#faultOf(question);
    if (fault) return sendError(response, ...fault);
    const { query, user } = question;
    const id = question.conversation_id || randomUUID();
    const conversation = this.conversations.get(id) ?? { user, turns: [] };
    const history = [...conversation.turns];
    const turn: DifyTurn = { query, answer: '' };
    conversation.turns.push(turn);
    this.conversations.set(id, conversation);
    const task = { user, stop: false };
    const ids = {
      task_id: randomUUID(),
      message_id: randomUUID(),
      conversation_id: id,
      created_at: 1_764_200_000,
    };
    this.#running.set(ids.task_id, task);
    response.on('close', () => {
      if (!response.writableFinished) this.aborted += 1;
    });
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('event: ping\n\n');
    try {
      for await (const piece of this.#reply(question, history)) {
        if (task.stop) break;
        if (typeof piece === 'string') turn.answer += piece;
        writeEvent(response, ids, typeof piece === 'string' ? { event: 'message', answer: piece } : piece);
      }
    } finally {
      this.#running.delete(ids.task_id);
    }
    const usage = { prompt_tokens: query.length, completion_tokens: turn.answer.length };
    writeEvent(response, ids, { event: 'message_end', metadata: { usage, retriever_resources: [] } });
    response.end();
  }
}
