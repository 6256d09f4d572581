import type { Message, Model } from '@parley/protocol';
import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import { answer } from './answer.ts';
import type { Waiting } from './answering.ts';
import { fire } from './fire.ts';
import { ThoughtSpans } from './thoughtSpans.ts';
import type { Place } from './versions.ts';

interface AnswerContext {
  readonly models: readonly Model[];
  /** It may be asked for again. */
  readonly mayTurn: boolean;
  /** Nothing was said after it. */
  readonly isLast: boolean;
  /** The reader is its user. */
  readonly isOwn: boolean;
  /** A person came right after it, which is told below. */
  readonly handedOver: boolean;
  readonly waiting: Waiting | undefined;
}

/**
 * The answers of a timeline: which version of each is read, and which one its reader is just saying more of. Renders
 * its host on each change, and fires from it `again` and `go-on` (an answer's id) and `rate` (`{id, rating, note?}`).
 */
export class Answers {
  readonly #host: LitElement;
  /** The versions chosen to be read, by the id of the first one; without one, the newest. */
  readonly #chosen = new Map<string, string>();
  /** The answer that was rated just now, and may be said more of. */
  #noting: string | undefined;
  readonly #thoughts = new ThoughtSpans();

  constructor(host: LitElement) {
    this.#host = host;
  }

  /** Sees what is there now; before anything of it is rendered. */
  look(messages: readonly Message[]): void {
    this.#thoughts.look(messages, performance.now());
  }

  /** One of them. */
  render(
    { message: newest, versions }: Place,
    { models, mayTurn, isLast, isOwn, handedOver, waiting }: AnswerContext,
  ): TemplateResult {
    const first = versions[0]?.id ?? newest.id;
    const shown = versions.find(({ id }) => id === this.#chosen.get(first)) ?? newest;
    const isNewest = shown === newest;
    const mayAsk = mayTurn && isNewest;
    return answer({
      message: shown,
      versions,
      nameOf: (model) => models.find(({ id }) => id === model)?.label ?? model,
      acts: {
        again: mayAsk ? () => this.#again('again', first, newest.id) : undefined,
        goOn: mayAsk && isLast ? () => this.#again('go-on', first, newest.id) : undefined,
        isOwn,
        rate: (rating) => this.#rate(newest.id, rating),
        turn: (by) => this.#choose(first, versions[versions.indexOf(shown) + by], newest),
      },
      note: isNewest ? this.#note(newest) : nothing,
      handedOver,
      thoughtMs: this.#thoughts.of(shown.id),
      waiting: waiting?.messageId === shown.id ? waiting : undefined,
    });
  }

  #note({ id, feedback }: Message): TemplateResult | typeof nothing {
    const rating = feedback?.rating;
    if (this.#noting !== id || !rating) return nothing;
    return html`<parley-note-form
      .rating=${rating}
      @note=${({ detail }: CustomEvent<string>) => this.#rate(id, rating, detail)}
      @close=${() => this.#setNoting(undefined)}
    ></parley-note-form>`;
  }

  #choose(first: string, version: Message | undefined, newest: Message): void {
    if (!version) return;
    if (version === newest) this.#chosen.delete(first);
    else this.#chosen.set(first, version.id);
    this.#host.requestUpdate();
  }

  #again(what: 'again' | 'go-on', first: string, id: string): void {
    this.#chosen.delete(first);
    fire(this.#host, what, id);
  }

  #rate(id: string, rating: 'up' | 'down' | 'none', note?: string): void {
    this.#setNoting(rating === 'none' || note !== undefined ? undefined : id);
    fire(this.#host, 'rate', { id, rating, note });
  }

  #setNoting(id: string | undefined): void {
    if (id !== undefined) void import('./noteForm.ts');
    this.#noting = id;
    this.#host.requestUpdate();
  }
}
