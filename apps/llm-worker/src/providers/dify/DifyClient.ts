import type { ContextImage } from '@parley/conversation';
import { FormData } from 'undici';
import { createFetch } from '../createFetch.ts';
import { fieldsOf, textOf } from '../sent.ts';
import { callHeaders, keyOr, type ProviderSettings } from '../settings.ts';
import { DifyError } from './DifyError.ts';

/** Longest time that stopping a task may take, in milliseconds. */
const STOP_WITHIN = 5_000;

/** Whose call it is. */
export interface DifyCall {
  readonly user: string;
  readonly callId: string | undefined;
  readonly thread: string | undefined;
  readonly signal: AbortSignal;
}

/** Dify's API, as far as a conversation needs it. */
export class DifyClient {
  readonly #baseUrl: string;
  readonly #key: string;
  readonly #fetch: typeof globalThis.fetch;

  constructor({ apiKey, baseUrl = 'https://api.dify.ai/v1', connectMs }: ProviderSettings) {
    this.#baseUrl = baseUrl.replace(/\/+$/u, '');
    this.#key = keyOr(apiKey);
    this.#fetch = createFetch({ connectMs });
  }

  /** Asks; the answer's stream. Files are ids of what was uploaded. */
  async ask(
    query: string,
    files: readonly string[],
    call: DifyCall,
  ): Promise<ReadableStream<Uint8Array> | null> {
    const { user, thread } = call;
    const body = {
      inputs: {},
      query,
      response_mode: 'streaming',
      user,
      // Names are ours: without this, each new conversation has a model asked for one.
      auto_generate_name: false,
      ...(thread !== undefined && { conversation_id: thread }),
      files: files.map((id) => ({ type: 'image', transfer_method: 'local_file', upload_file_id: id })),
    };
    const response = await this.#post('/chat-messages', JSON.stringify(body), call);
    return response.body;
  }

  /** Uploads an image for the user's next question; its id. */
  async upload({ name, mime, bytes }: ContextImage, call: DifyCall): Promise<string> {
    const form = new FormData();
    form.append('file', new Blob([Uint8Array.from(bytes)], { type: mime }), name);
    form.append('user', call.user);
    const response = await this.#post('/files/upload', form, call);
    return textOf(fieldsOf(await response.json())['id']);
  }

  /** Has the app stop working on an answer that nobody waits for any more. */
  async stop(taskId: string, user: string): Promise<void> {
    const call = { user, callId: undefined, thread: undefined, signal: AbortSignal.timeout(STOP_WITHIN) };
    const path = `/chat-messages/${encodeURIComponent(taskId)}/stop`;
    const response = await this.#post(path, JSON.stringify({ user }), call);
    await response.body?.cancel();
  }

  async #post(path: string, body: string | FormData, call: DifyCall): Promise<Response> {
    const { callId, signal, thread } = call;
    const response = await this.#fetch(`${this.#baseUrl}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.#key}`,
        ...(typeof body === 'string' && { 'content-type': 'application/json' }),
        ...callHeaders(callId),
        ...(callId !== undefined && { 'x-trace-id': callId }),
      },
      // The same standard, as undici's types say it and as Node's do.
      body: body as string,
      signal,
    });
    if (response.ok) return response;
    const { code, message } = errorIn(await response.text());
    const { status, headers } = response;
    throw new DifyError(textOf(message), { status, code, headers, withThread: thread !== undefined });
  }
}

/** Dify's own errors are JSON, those of a proxy before it are not. */
function errorIn(text: string): Readonly<Record<string, unknown>> {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return {};
  }
}
