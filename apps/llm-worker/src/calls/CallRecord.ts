import type { ModelConfig } from '@parley/config';
import type { EndedCall } from '@parley/store';
import type { Prepared } from '../context/Prepared.ts';
import type { Tokens } from '../context/Tokens.ts';
import type { ProviderError } from '../providers/ProviderError.ts';
import type { ProviderEvent, TokenCount } from '../providers/provider.ts';
import { isShown } from './CallEvent.ts';

/** Of what was said, how much is counted at a time, in UTF-16 units: nothing of it is kept here for longer. */
const COUNTED = 1_024;

/** What was asked for, and how many tokens we counted of it. */
type CountedRequest = Pick<Prepared, 'inputTokens'> & {
  readonly request: Pick<Prepared['request'], 'messages'>;
};

/** What one call has taken so far, for the ledger. */
export class CallRecord {
  firstTokenAt: number | undefined;
  /** Whether the provider was called at all. */
  isMade = false;
  #usage: TokenCount | undefined;
  #counted = 0;
  #uncounted = '';
  readonly #tokens: Tokens;
  readonly #config: ModelConfig;
  readonly #inputTokens: number;
  /** Of an image we count what the largest takes: what a provider counts of that says nothing of our counts of text. */
  readonly #isText: boolean;

  constructor(tokens: Tokens, config: ModelConfig, { inputTokens, request }: CountedRequest) {
    this.#tokens = tokens;
    this.#config = config;
    this.#inputTokens = inputTokens;
    this.#isText = request.messages.every(({ images = [] }) => images.length === 0);
  }

  /** The provider said something, `at` a time in milliseconds since 1970. */
  add(event: ProviderEvent, at: number): void {
    if (event.type === 'usage') this.#usage = event;
    if (!isShown(event)) return;
    this.firstTokenAt ??= at;
    if (event.type !== 'text' && event.type !== 'reasoning') return;
    this.#uncounted += event.text;
    if (this.#uncounted.length >= COUNTED) this.#count();
  }

  /**
   * How it ended. What the provider counted holds, unless the call was broken off: then its last count may be of the
   * first words alone. Where it said nothing we count; a call that it refused, that never reached it, or that wasn't made
   * any more, took nothing.
   */
  ended(outcome: EndedCall['outcome'], endedAt: number, error?: ProviderError): EndedCall {
    const { firstTokenAt } = this;
    const { status, keyRefused = false, unsent = false } = error?.failure ?? {};
    const isRefused = firstTokenAt === undefined && (status !== undefined || keyRefused || unsent);
    return {
      outcome,
      ...this.#taken(outcome === 'complete', !this.isMade || isRefused),
      ...(firstTokenAt !== undefined && { firstTokenAt }),
      endedAt,
      ...(error && { error: error.code }),
      ...(status !== undefined && { status }),
    };
  }

  #taken(whole: boolean, refused: boolean): TokenCount & Pick<EndedCall, 'estimated'> {
    const usage = this.#usage;
    if (!usage && refused) return { inputTokens: 0, outputTokens: 0, estimated: false };
    if (usage && whole) {
      if (this.#isText) this.#tokens.learn(this.#config, this.#inputTokens, usage.inputTokens);
      return { ...countsOf(usage), estimated: false };
    }
    this.#count();
    if (!usage) return { inputTokens: this.#inputTokens, outputTokens: this.#counted, estimated: true };
    const outputTokens = Math.max(usage.outputTokens, this.#counted);
    return { ...countsOf(usage), outputTokens, estimated: outputTokens > usage.outputTokens };
  }

  #count(): void {
    if (this.#uncounted === '') return;
    this.#counted += this.#tokens.count(this.#config, this.#uncounted);
    this.#uncounted = '';
  }
}

const countsOf = ({ inputTokens, outputTokens, cachedTokens, reasoningTokens }: TokenCount): TokenCount => ({
  inputTokens,
  outputTokens,
  ...(cachedTokens !== undefined && { cachedTokens }),
  ...(reasoningTokens !== undefined && { reasoningTokens }),
});
