import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { base } from '../../styles/base.ts';
import { agoWords } from '../../words/agoWords.ts';
import type { AdminApi } from '../api/adminApi.ts';
import type { KnownAdmin } from '../api/people.ts';
import { Loaded } from '../parts/loaded.ts';
import { listStyles } from '../parts/listStyles.ts';
import { loadState } from '../parts/loadState.ts';
import { pageStyles } from '../parts/pageStyles.ts';
import { Problem } from '../parts/problem.ts';
import { type Column, table } from '../parts/table.ts';
import { tableStyles } from '../parts/tableStyles.ts';
import { adminsListStyles } from './adminsListStyles.ts';
import { wayWords } from './wayWords.ts';

/** Everybody who was seen as an admin, and how each is notified; a supervisor removes who is none any more. */
export class AdminsList extends LitElement {
  static override properties = {
    api: {},
    me: {},
    isSupervisor: {},
    sure: { state: true },
    busy: { state: true },
    done: { state: true },
  };
  static override styles = [base, pageStyles, tableStyles, listStyles, adminsListStyles];
  declare api: AdminApi;
  /** The reader's id. */
  declare me: string | undefined;
  declare isSupervisor: boolean;
  /** The id of the one who is about to be removed. */
  declare sure: string | undefined;
  declare busy: boolean;
  /** What was done, in words. */
  declare done: string;
  readonly #problem = new Problem(this);
  readonly #all = new Loaded<readonly KnownAdmin[]>(this);

  constructor() {
    super();
    this.me = undefined;
    this.isSupervisor = false;
    this.sure = undefined;
    this.busy = false;
    this.done = '';
  }

  protected override firstUpdated(): void {
    this.again();
  }

  /** Reads the list anew. */
  readonly again = (): void => void this.#all.load(() => this.api.admins());

  protected override render(): TemplateResult {
    const rows = this.#all.value ?? [];
    return html`
      <div class="top">
        <h2 tabindex="-1">Admins</h2>
        <button class="text-button" type="button" @click=${this.again}>Look again</button>
      </div>
      <p class="what">Who was seen at work. A conversation can be handed over to any of them.</p>
      ${
        this.isSupervisor
          ? html`<p class="what">
              Removing somebody ends at once what they watch, hold and read here, on every device, and they
              are notified no more. It doesn’t take the role away where people sign in: do that first, as who
              signs in anew with the role is an admin again.
            </p>`
          : nothing
      }
      <div class="state failed" role="alert">${this.#problem.words}</div>
      <div class="state" role="status">${this.done}</div>
      ${rows.length > 0 ? table('Admins', this.#columns(), rows, ({ id }) => id) : nothing}
      ${loadState(this.#all, this.again)}
    `;
  }

  #columns(): readonly Column<KnownAdmin>[] {
    return [
      {
        name: 'Name',
        cell: ({ id, name }) =>
          html`<span class="who"
            ><span dir="auto">${name}</span>${id === this.me ? ' (you)' : nothing}<small dir="auto"
              >${id}</small
            ></span
          >`,
      },
      { name: 'Roles', cell: ({ roles }) => roles.join(', ') },
      { name: 'Last seen', kind: 'tight', cell: seenCell },
      { name: 'Notified by', cell: ({ notified }) => wayWords(notified) ?? 'Not notified' },
      ...(this.isSupervisor
        ? [{ name: 'Actions', kind: 'tight', cell: (one: KnownAdmin) => this.#acts(one) } as const]
        : []),
    ];
  }

  #acts({ id, name }: KnownAdmin): TemplateResult | typeof nothing {
    if (id === this.me) return nothing;
    if (this.sure === id) {
      // Whoever presses twice keeps them.
      return html`<span class="acts" @keydown=${this.#escape}
        ><button class="text-button keep" type="button" @click=${this.#keep}>Keep</button
        ><button class="text-button danger" type="button" @click=${() => void this.#remove(id, name)}>
          Remove now<span class="unseen">: ${name}</span>
        </button></span
      >`;
    }
    return html`<span class="acts"
      ><button
        class="text-button"
        type="button"
        data-id=${id}
        aria-label="Remove ${name}…"
        ?disabled=${this.busy}
        @click=${() => void this.#ask(id)}
      >
        Remove…
      </button></span
    >`;
  }

  async #ask(id: string): Promise<void> {
    this.sure = id;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.keep')?.focus();
  }

  readonly #keep = async (): Promise<void> => {
    const id = this.sure;
    this.sure = undefined;
    await this.updateComplete;
    const all = [...this.renderRoot.querySelectorAll<HTMLElement>('[data-id]')];
    all.find(({ dataset }) => dataset['id'] === id)?.focus();
  };

  readonly #escape = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') void this.#keep();
  };

  async #remove(id: string, name: string): Promise<void> {
    this.sure = undefined;
    this.done = '';
    this.busy = true;
    // The button that had the focus is gone.
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
    try {
      await this.api.removeAdmin(id);
      this.done = `${name} is removed and notified no more. What they had open has ended.`;
    } catch (error) {
      this.#problem.tell(error);
    }
    // Until then rows move: nobody is to hit another one.
    await this.#all.load(() => this.api.admins());
    this.busy = false;
  }
}

const seenCell = ({ lastSeenAt }: KnownAdmin): TemplateResult | typeof nothing => {
  if (lastSeenAt === undefined) return nothing;
  const at = new Date(lastSeenAt);
  return html`<time datetime=${lastSeenAt} title=${at.toLocaleString()}>${agoWords(at, new Date())}</time>`;
};

customElements.define('parley-admins-list', AdminsList);
