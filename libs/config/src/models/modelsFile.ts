import { ModelId } from '@parley/protocol';
import { z } from 'zod';

const baseUrl = z.url({ protocol: /^https?$/, error: 'must be a URL that begins with http:// or https://' });
const count = z.int('must be a whole number').min(1, 'must be 1 or more');
const price = z.number('must be a number').min(0, 'must be 0 or more');
const name = z.string('must be text').min(1, 'must not be empty');

/** Providers that are not told which model. */
const MODELLESS = new Set(['demo', 'dify']);

/** One model of the operator's file. */
const FileModel = z
  .strictObject({
    id: ModelId.describe('what a client selects'),
    label: name.max(100, 'must be at most 100 characters'),
    provider: z
      .enum(['openai', 'anthropic', 'dify', 'demo'], 'must be openai, anthropic, dify or demo')
      .describe('`openai`: anything that speaks its API'),
    model: name
      .optional()
      .describe('the provider’s name for it; `demo` has none, and of `dify` the app decides'),
    baseUrl: baseUrl
      .optional()
      .describe('as the vendor’s SDK takes it: OpenAI and Dify with `/v1`, Anthropic without'),
    apiKey: name.optional().describe('`${NAME}` stands for a value of the environment'),
    contextTokens: count.default(128_000),
    maxOutputTokens: count.default(4096),
    price: z
      .strictObject({
        input: price,
        output: price,
        cached: price
          .optional()
          .describe('of input that the provider had read before; as `input` unless told'),
      })
      .optional()
      .describe('US dollars per million tokens'),
    concurrency: count
      .max(10_000, 'must be 10000 or less')
      .optional()
      .describe(
        'calls of this model at once, its own; without it, it shares `PROVIDER_CONCURRENCY`; more wait',
      ),
    vision: z.boolean('must be true or false').default(false),
    systemPrompt: z.string('must be text').max(100_000, 'must be at most 100000 characters').optional(),
    fallback: ModelId.optional().describe('another id, tried when this one stays unavailable'),
  })
  .refine(({ provider, model }) => MODELLESS.has(provider) || model !== undefined, {
    error: 'is required: the provider’s name for the model',
    path: ['model'],
  });

const speech = { provider: z.literal('openai'), model: name, baseUrl: baseUrl.optional(), apiKey: name };

/** What `MODELS_FILE` may hold. */
export const ModelsFile = z.strictObject({
  models: z
    .array(FileModel, 'must be a list of models')
    .min(1, 'must name at least one model')
    .max(100, 'must name at most 100 models'),
  speech: z
    .strictObject({
      transcription: z.strictObject(speech).optional().describe('turns voice messages into text'),
      voice: z
        .strictObject({ ...speech, voice: name })
        .optional()
        .describe('speaks answers'),
    })
    .optional(),
});
export type ModelsFile = z.infer<typeof ModelsFile>;

/** A model with all that is needed to call it. */
export type ModelConfig = Readonly<z.infer<typeof FileModel>>;
export type SpeechConfig = Readonly<NonNullable<ModelsFile['speech']>>;
