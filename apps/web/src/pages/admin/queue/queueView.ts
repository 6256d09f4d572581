import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { base } from '../../styles/base.ts';
import type { AdminApi } from '../api/adminApi.ts';
import type { DeadLetter } from '../api/deadLetter.ts';
import { LoadedPages } from '../parts/loadedPages.ts';
import { loadState } from '../parts/loadState.ts';
import { momentWords } from '../parts/momentWords.ts';
import { moreButton } from '../parts/moreButton.ts';
import { pageStyles } from '../parts/pageStyles.ts';
import { Problem } from '../parts/problem.ts';
import { type Column, table } from '../parts/table.ts';
import { tableStyles } from '../parts/tableStyles.ts';
import { pathOf } from '../place.ts';
import { queueStyles } from './queueStyles.ts';
import './undeliveredList.ts';
import type { UndeliveredList } from './undeliveredList.ts';

/** What services gave up: to be tried again, or dropped for good. */
export class QueueView extends LitElement {
  static override properties = { api: {}, hasOutbox: {}, sure: { state: true }, busy: { state: true } };
  static override styles = [base, pageStyles, tableStyles, queueStyles];
  declare api: AdminApi;
  /** There is a page that shows what would have been mailed. */
  declare hasOutbox: boolean;
  /** The number of the one that is about to be dropped. */
  declare sure: number | undefined;
  declare busy: boolean;
  readonly #problem = new Problem(this);
  readonly #pages = new LoadedPages<DeadLetter>(this, (cursor) => this.api.deadLetters(cursor));
  readonly #columns: readonly Column<DeadLetter>[] = [
    { name: 'No.', kind: 'number', cell: ({ seq }) => seq },
    { name: 'Queue', cell: ({ queue }) => queue },
    {
      name: 'Given up',
      kind: 'tight',
      cell: ({ at }) => html`<time datetime=${at}>${momentWords(new Date(at))}</time>`,
    },
    { name: 'Why', cell: ({ reason }) => reason },
    {
      name: 'Session',
      cell: ({ sessionId }) =>
        sessionId
          ? html`<a href=${pathOf({ at: 'session', sessionId })} title=${sessionId}
              >${sessionId.slice(0, 8)}</a
            >`
          : nothing,
    },
    { name: 'Tries', kind: 'number', cell: ({ deliveries }) => deliveries },
    { name: 'Bytes', kind: 'number', cell: ({ bytes }) => bytes.toLocaleString() },
    { name: 'Trace', cell: ({ traceId }) => html`<code>${traceId.slice(0, 8)}</code>` },
    { name: 'Actions', kind: 'tight', cell: (letter) => this.#acts(letter) },
  ];

  constructor() {
    super();
    this.hasOutbox = false;
    this.sure = undefined;
    this.busy = false;
  }

  protected override firstUpdated(): void {
    this.#pages.again();
  }

  protected override render(): TemplateResult {
    const { items, value } = this.#pages;
    return html`<main>
      <div class="top">
        <h1>Queue</h1>
        ${this.hasOutbox ? html`<a class="outbox" href="/outbox" target="_blank">Outbox of mail and SMS</a>` : nothing}
        <button class="text-button" type="button" @click=${this.#again}>Look again</button>
      </div>
      <p class="what">
        Messages between services that failed through their own fault, time and again. A retry puts one back
        at the end of its queue.
      </p>
      <div class="state failed" role="alert">${this.#problem.words}</div>
      ${items.length > 0 ? table('Dead letters', this.#columns, items, ({ seq }) => seq) : nothing}
      ${loadState(this.#pages, this.#pages.again, value?.items.length === 0 && 'Nothing was given up.')}
      ${moreButton(this.#pages)}
      <parley-undelivered .api=${this.api}></parley-undelivered>
    </main>`;
  }

  readonly #again = (): void => {
    this.#pages.again();
    this.renderRoot.querySelector<UndeliveredList>('parley-undelivered')?.again();
  };

  #acts({ seq }: DeadLetter): TemplateResult {
    if (this.sure === seq) {
      return html`<span class="acts"
        ><button
          class="text-button danger"
          type="button"
          @click=${() => this.#do(this.api.dropDeadLetter(seq))}
        >
          Drop for good</button
        ><button class="text-button" type="button" @click=${() => (this.sure = undefined)}>Keep</button></span
      >`;
    }
    return html`<span class="acts"
      ><button
        class="text-button"
        type="button"
        aria-label="Retry ${seq}"
        ?disabled=${this.busy}
        @click=${() => this.#do(this.api.retryDeadLetter(seq))}
      >
        Retry</button
      ><button class="text-button" type="button" aria-label="Drop ${seq}" @click=${() => (this.sure = seq)}>
        Drop…
      </button></span
    >`;
  }

  #do(done: Promise<void>): void {
    this.busy = true;
    this.sure = undefined;
    this.#problem.of(
      done.finally(() => {
        this.busy = false;
        this.#pages.again();
      }),
    );
  }
}

customElements.define('parley-queue', QueueView);
