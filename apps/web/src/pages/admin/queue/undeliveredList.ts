import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { base } from '../../styles/base.ts';
import type { AdminApi } from '../api/adminApi.ts';
import type { Undelivered } from '../api/undelivered.ts';
import { LoadedPages } from '../parts/loadedPages.ts';
import { listStyles } from '../parts/listStyles.ts';
import { loadState } from '../parts/loadState.ts';
import { momentWords } from '../parts/momentWords.ts';
import { moreButton } from '../parts/moreButton.ts';
import { pageStyles } from '../parts/pageStyles.ts';
import { type Column, table } from '../parts/table.ts';
import { tableStyles } from '../parts/tableStyles.ts';

const ABOUT: Readonly<Record<Undelivered['kind'], string>> = {
  help: 'Call for help',
  critical: 'Critical error',
  alert: 'System alert',
  reply: 'Reply to a user',
};

const COLUMNS: readonly Column<Undelivered>[] = [
  { name: 'About', kind: 'tight', cell: ({ kind }) => ABOUT[kind] },
  { name: 'By', cell: ({ by }) => (by === 'email' ? 'mail' : 'SMS') },
  { name: 'For', cell: ({ adminId }) => adminId ?? nothing },
  {
    name: 'Happened',
    kind: 'tight',
    cell: ({ at }) => html`<time datetime=${at}>${momentWords(new Date(at))}</time>`,
  },
  { name: 'Why', cell: ({ reason }) => reason },
  { name: 'Tries', kind: 'number', cell: ({ attempts }) => attempts },
  { name: 'Provider’s id', cell: ({ ref }) => (ref ? html`<code>${ref}</code>` : nothing) },
];

/** Mail and SMS that didn't reach somebody: given up, or not delivered by whoever took them. */
export class UndeliveredList extends LitElement {
  static override properties = { api: {} };
  static override styles = [base, pageStyles, tableStyles, listStyles];
  declare api: AdminApi;
  readonly #pages = new LoadedPages<Undelivered>(this, (cursor) => this.api.undelivered(cursor));

  /** Reads them anew. */
  readonly again = (): void => this.#pages.again();

  protected override firstUpdated(): void {
    this.again();
  }

  protected override render(): TemplateResult {
    const { items, value } = this.#pages;
    return html`
      <h2>Mail and SMS that didn’t arrive</h2>
      <p class="what">
        What a provider refused, couldn’t be given in time, or took and didn’t deliver. It is shown for 31
        days.
      </p>
      ${items.length > 0 ? table('Mail and SMS that didn’t arrive', COLUMNS, items, ({ id }) => id) : nothing}
      ${loadState(this.#pages, this.again, value?.items.length === 0 && 'None is known to have failed.')}
      ${moreButton(this.#pages)}
    `;
  }
}

customElements.define('parley-undelivered', UndeliveredList);
