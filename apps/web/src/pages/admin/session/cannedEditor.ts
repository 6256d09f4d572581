import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { fire } from '../../chat/fire.ts';
import { base } from '../../styles/base.ts';
import { dialogStyles } from '../../styles/dialogStyles.ts';
import { wordsFor } from '../../words/wordsFor.ts';
import type { AdminApi } from '../api/adminApi.ts';
import type { CannedReply } from '../api/cannedReply.ts';
import { Loaded } from '../parts/loaded.ts';
import { loadState } from '../parts/loadState.ts';
import { browserReplies } from './browserReplies.ts';
import { CANNED_EXAMPLES } from './cannedExamples.ts';
import { cannedEditorStyles } from './cannedEditorStyles.ts';
import { type CannedText, inUse } from './cannedReplies.ts';
import { cannedRow, type RowProblem } from './cannedRow.ts';
import { broughtTo, type CannedRow, newRow, ownedBy, rowsOf, twiceIn } from './cannedRows.ts';
import { CannedWriter } from './cannedWriter.ts';
import { rowProblem } from './rowProblem.ts';

/**
 * The reader's canned replies and the team's, read anew, to change, add and take away. What this browser kept before the
 * server did is offered to be brought over. Fires `close`.
 */
export class CannedEditor extends LitElement {
  static override properties = {
    api: {},
    isSupervisor: {},
    rows: { state: true },
    left: { state: true },
    problem: { state: true },
    busy: { state: true },
  };
  static override styles = [base, dialogStyles, cannedEditorStyles];
  declare api: AdminApi;
  declare isSupervisor: boolean;
  declare rows: readonly CannedRow[];
  /** What this browser has and the server doesn't, until it is brought over. */
  declare left: readonly CannedText[];
  declare problem: RowProblem | undefined;
  declare busy: boolean;
  readonly #read = new Loaded<readonly CannedReply[]>(this);
  #writer!: CannedWriter;

  constructor() {
    super();
    this.isSupervisor = false;
    this.rows = [];
    this.left = [];
    this.problem = undefined;
    this.busy = false;
  }

  protected override firstUpdated(): void {
    this.#writer = new CannedWriter(this.api);
    this.renderRoot.querySelector('dialog')?.showModal();
    void this.#load();
  }

  readonly #load = async (): Promise<void> => {
    await this.#read.load(() => this.api.replies());
    if (this.#read.failed) return;
    this.rows = rowsOf(this.#read.value ?? []);
    const kept = browserReplies.read();
    this.left = broughtTo(this.rows, kept).length > 0 ? kept : [];
    if (this.left.length === 0) browserReplies.forget();
  };

  protected override render(): TemplateResult {
    const isRead = this.#read.value !== undefined;
    return html`<dialog aria-labelledby="title" @close=${() => fire(this, 'close')}>
      <form @submit=${this.#submit}>
        <h2 id="title">Canned replies</h2>
        <p>
          <b>{name}</b> and <b>{session}</b> are filled in.
          ${
            this.isSupervisor
              ? 'Yours are for you alone, on every machine, unless they are for everybody.'
              : 'Yours are for you alone, on every machine; supervisors write the team’s.'
          }
        </p>
        ${loadState(this.#read, () => void this.#load(), this.rows.length === 0 && this.#emptyWords())}
        <ul>
          ${repeat(
            this.rows,
            ({ id, was }) => was?.id ?? id,
            (row) => this.#row(row),
          )}
        </ul>
        ${isRead ? this.#more() : nothing}
        <div role="alert">
          ${this.problem?.id === '' ? html`<p class="problem">${this.problem.words}</p>` : nothing}
        </div>
        <div class="buttons">
          <button class="text-button" type="button" @click=${this.#close}>Cancel</button>
          <button class="main-button" ?disabled=${this.busy || !isRead}>
            ${this.busy ? 'Saving…' : 'Save'}
          </button>
        </div>
      </form>
    </dialog>`;
  }

  #emptyWords(): string {
    return 'There are none yet. Add one, and a “/” at the beginning of a message brings it.';
  }

  #more(): TemplateResult {
    const count = broughtTo(this.rows, this.left).length;
    return html`<div class="more">
      <button class="text-button" type="button" @click=${() => void this.#add([newRow()])}>
        Add a reply
      </button>
      ${
        this.rows.length === 0
          ? html`<button
              class="text-button"
              type="button"
              @click=${() => void this.#add(CANNED_EXAMPLES.map(newRow))}
            >
              Begin with three examples
            </button>`
          : nothing
      }
      ${
        count > 0
          ? html`<button class="text-button" type="button" @click=${this.#bring}>
              Bring over ${count === 1 ? 'a reply' : `${count} replies`} of this browser
            </button>`
          : nothing
      }
    </div>`;
  }

  #row(row: CannedRow): TemplateResult {
    const set = (next: CannedRow): void => {
      this.rows = this.rows.map((one) => (one === row ? next : one));
      this.problem = undefined;
    };
    return cannedRow({
      row,
      isSupervisor: this.isSupervisor,
      isHidden: !inUse(this.rows).includes(row),
      problem: this.problem,
      change: (change) => set({ ...row, ...change }),
      give: (owner) => set(ownedBy(row, owner)),
      remove: () => {
        if (row.was) this.#writer.drop(row.was.id);
        this.rows = this.rows.filter((one) => one !== row);
        this.problem = undefined;
      },
    });
  }

  async #add(rows: readonly CannedRow[]): Promise<void> {
    this.rows = [...this.rows, ...rows];
    await this.updateComplete;
    this.#focus(rows[0]?.id ?? '', 'input');
  }

  readonly #bring = (): void => {
    const rows = broughtTo(this.rows, this.left);
    this.left = [];
    void this.#add(rows);
  };

  #focus(id: string, field: 'input' | 'textarea'): void {
    this.renderRoot.querySelector<HTMLElement>(`[data-id="${id}"] ${field}`)?.focus();
  }

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close();

  readonly #submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    const twice = twiceIn(this.rows);
    this.problem = twice && { id: twice.id, field: 'shortcut', words: 'Short-cut: stands here twice.' };
    if (!this.problem) await this.#save();
    const { id = '', field } = this.problem ?? {};
    if (!field) return;
    await this.updateComplete;
    this.#focus(id, field === 'text' ? 'textarea' : 'input');
  };

  async #save(): Promise<void> {
    this.busy = true;
    try {
      await this.#writer.write(
        () => this.rows,
        (row, was) => (this.rows = this.rows.map((one) => (one === row ? { ...was, was } : one))),
      );
      // What was brought over is on the server now, or wasn't wanted.
      if (this.left.length === 0) browserReplies.forget();
      this.#close();
    } catch (error) {
      this.problem = rowProblem(error) ?? { id: '', words: wordsFor(error) };
    }
    this.busy = false;
  }
}

customElements.define('parley-canned-editor', CannedEditor);
