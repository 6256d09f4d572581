import { ProviderError } from '../ProviderError.ts';
import { statusOf } from '../errors/statusOf.ts';
import type { Say } from '../provider.ts';
import { countOf } from '../sent.ts';
import { DifyError } from './DifyError.ts';
import type { DifyEvent } from './readDifyEvent.ts';

type Of<Kind extends DifyEvent['kind']> = Extract<DifyEvent, { kind: Kind }>;

/** A file by the last part of its path, without what signs it. */
const named = (type: string, url: string): string => {
  const [path = ''] = url.split(/[?#]/u);
  const name = encodeURI(path.split('/').at(-1)?.toWellFormed() ?? '');
  return name ? `[${type} \`${name}\`]` : `[${type}]`;
};

/** One answer as it comes in: says as our events what Dify's do. */
export class DifyAnswer {
  readonly #withThread: boolean;
  readonly #tell: Say;
  #shown = '';
  #replaced = false;
  /** What was told of each thought: Dify sends them whole, again and again, as they grow. */
  readonly #thoughts = new Map<string, string>();

  constructor({ withThread, say }: { withThread: boolean; say: Say }) {
    this.#withThread = withThread;
    this.#tell = say;
  }

  /** Takes an event. Throws what an error says. */
  read(event: DifyEvent): void {
    switch (event.kind) {
      case 'text':
        return this.#say(event.text);
      case 'replace':
        return this.#replace(event.text);
      case 'thought':
        return this.#think(event);
      case 'file':
        return this.#show(event);
      case 'end':
        return this.#end(event);
      case 'error': {
        const { code, message } = event;
        throw new DifyError(message, {
          status: statusOf(event.status, code),
          code,
          withThread: this.#withThread,
        });
      }
      case 'paused':
        throw new ProviderError('provider_error', new Error('the workflow waits for a form to be filled in'));
      case 'other':
    }
  }

  #say(text: string): void {
    if (text === '' || this.#replaced) return;
    this.#shown += text;
    this.#tell({ type: 'text', text });
  }

  /**
   * Dify's moderation puts another text in the place of the answer. What was shown can't be unsaid, and another answer
   * behind it would be no answer: so the answer ends with what there is, as refused. Nothing shown yet, or more of the
   * same: then the text is what is said.
   */
  #replace(text: string): void {
    if (text.startsWith(this.#shown)) this.#say(text.slice(this.#shown.length));
    this.#replaced = true;
  }

  /** What an agent thinks. Those that call functions think aloud: their thought is the answer's text, said already. */
  #think({ id, text }: Of<'thought'>): void {
    const told = this.#thoughts.get(id) ?? '';
    if (text === told || this.#shown.includes(text.trim())) return;
    this.#thoughts.set(id, text);
    const more = text.startsWith(told) ? text.slice(told.length) : text;
    const apart = told === '' && this.#thoughts.size > 1 ? '\n\n' : '';
    this.#tell({ type: 'reasoning', text: apart + more });
  }

  /**
   * A file that the app made, as a link: it stays with Dify. Where Dify wasn't told its own address it says a path alone,
   * and the address at which we call it isn't the reader's business: then the file is named.
   */
  #show({ type, url }: Of<'file'>): void {
    const shown =
      /^https?:/i.test(url) && URL.canParse(url) ? `[${type}](${new URL(url).href})` : named(type, url);
    this.#say(`\n\n${shown}\n\n`);
  }

  #end({ thread, usage }: Of<'end'>): void {
    const inputTokens = countOf(usage['prompt_tokens']);
    const outputTokens = countOf(usage['completion_tokens']);
    if (inputTokens !== undefined || outputTokens !== undefined)
      this.#tell({ type: 'usage', inputTokens: inputTokens ?? 0, outputTokens: outputTokens ?? 0 });
    if (thread) this.#tell({ type: 'thread', id: thread });
    this.#tell({ type: 'finish', reason: this.#replaced ? 'refused' : 'stop' });
  }
}
