import type OpenAI from 'openai';

type Fields = Partial<
  Pick<
    OpenAI.ChatCompletionCreateParamsStreaming,
    'max_completion_tokens' | 'max_tokens' | 'stream_options' | 'safety_identifier' | 'user'
  >
>;
type Field = keyof Fields;

/** OpenAI itself, also as Azure serves it: the one that knows its newest fields, and refuses old ones. */
const isOpenAi = (baseUrl: string): boolean =>
  /(?:^|\.)(?:openai\.com|openai\.azure\.com)$/u.test(new URL(baseUrl).hostname);

/** How servers say that they don't know a field, rather than that its value is wrong. */
const UNKNOWN =
  /unsupported|not support|unknown|unrecognized|unexpected|not permitted|not allowed|forbidden|extra/iu;

/** A field's name in a server's words; `user` is also just a word. */
const NAMED: Record<Field, RegExp> = {
  max_completion_tokens: /\bmax_completion_tokens\b/u,
  max_tokens: /\bmax_tokens\b/u,
  stream_options: /\bstream_options\b/u,
  safety_identifier: /\bsafety_identifier\b/u,
  user: /['"`]user['"`]/u,
};

/**
 * The fields of a request that not every server takes. OpenAI's reasoning models refuse `max_tokens`; Ollama, LM Studio
 * and old vLLM ignore or refuse `max_completion_tokens`; strict servers refuse all they don't know. So: OpenAI gets the
 * new names, all others the old ones, which most take, and what a server refuses by name isn't sent to it again. The
 * refused call fails as one that is to be tried again at once: each request that a server sees is a call of its own.
 */
export class Dialect {
  readonly #limits: Field[];
  readonly #user: Field;
  readonly #refused = new Set<Field>();

  constructor(baseUrl: string) {
    const openAi = isOpenAi(baseUrl);
    this.#limits = openAi ? ['max_completion_tokens', 'max_tokens'] : ['max_tokens', 'max_completion_tokens'];
    this.#user = openAi ? 'safety_identifier' : 'user';
  }

  /** The fields for one request. */
  fields({ limit, user }: { limit?: number | undefined; user?: string | undefined }): Fields {
    const takes = (field: Field) => !this.#refused.has(field);
    const limitField = this.#limits.find(takes);
    return {
      ...(limit !== undefined && limitField && { [limitField]: limit }),
      ...(user !== undefined && takes(this.#user) && { [this.#user]: user }),
      ...(takes('stream_options') && { stream_options: { include_usage: true } }),
    };
  }

  /** Takes note of a field that a server refused; true if the next request will be another than `sent`. */
  learn(sent: Fields, { status, message, param, code }: RefusedField): boolean {
    if (status !== 400 && status !== 422) return false;
    if (code !== 'unsupported_parameter' && code !== 'unknown_parameter' && !UNKNOWN.test(message))
      return false;
    const refused = (Object.keys(sent) as Field[]).find(
      (field) => param === field || NAMED[field].test(message),
    );
    if (!refused) return false;
    this.#refused.add(refused);
    return true;
  }
}

/** What a server said of a request that it didn't take. */
export interface RefusedField {
  readonly status: number | undefined;
  readonly message: string;
  readonly param?: unknown;
  readonly code?: unknown;
}
