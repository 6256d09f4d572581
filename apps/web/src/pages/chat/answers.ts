import type { Message, Model } from '@parley/protocol';
import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import { answer } from './answer.ts';
import { fire } from './fire.ts';
import type { Place } from './versions.ts';

interface AnswerContext {
  readonly models: readonly Model[];
  /** It may be asked for again. */
  readonly mayTurn: boolean;
  /** The reader is its user. */
  readonly isOwn: boolean;
  /** A person came right after it, which is told below. */
  readonly handedOver: boolean;
}

/**
 * The answers of a timeline: which version of each is read, and which one its reader is just saying more of. Renders
 * its host on each change, and fires from it `again` (an answer's id) and `rate` (`{id, rating, note?}`).
 */
export class Answers {
  readonly #host: LitElement;
  /** The versions chosen to be read, by the id of the first one; without one, the newest. */
  readonly #chosen = new Map<string, string>();
  /** The answer that was rated just now, and may be said more of. */
  #noting: string | undefined;

  constructor(host: LitElement) {
    this.#host = host;
  }

  /** One of them. */
  render(
    { message: newest, versions }: Place,
    { models, mayTurn, isOwn, handedOver }: AnswerContext,
  ): TemplateResult {
    const first = versions[0]?.id ?? newest.id;
    const shown = versions.find(({ id }) => id === this.#chosen.get(first)) ?? newest;
    const model = models.find(({ id }) => id === shown.model)?.label ?? shown.model;
    const isNewest = shown === newest;
    return answer(
      shown,
      versions,
      model,
      {
        again: mayTurn && isNewest ? () => this.#again(first, newest.id) : undefined,
        isOwn,
        rate: (rating) => this.#rate(newest.id, rating),
        turn: (by) => this.#choose(first, versions[versions.indexOf(shown) + by], newest),
      },
      isNewest ? this.#note(newest) : nothing,
      handedOver,
    );
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

  #again(first: string, id: string): void {
    this.#chosen.delete(first);
    fire(this.#host, 'again', id);
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
