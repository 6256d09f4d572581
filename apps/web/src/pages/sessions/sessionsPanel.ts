import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { fire } from '../chat/fire.ts';
import { base } from '../styles/base.ts';
import { icon } from '../styles/icon.ts';
import { moreIcon } from '../styles/moreIcons.ts';
import { wordsFor } from '../words/wordsFor.ts';
import './actionMenu.ts';
import type { ActionMenu, MenuAction } from './actionMenu.ts';
import { Bin } from './bin.ts';
import { Hold } from './hold.ts';
import { listState } from './listState.ts';
import { saveFile } from './saveFile.ts';
import { Search } from './search.ts';
import { SessionList } from './sessionList.ts';
import { nameOf, sessionRow } from './sessionRow.ts';
import { type Found, type GetToken, SessionsApi } from './sessionsApi.ts';
import { sessionsPanelStyles } from './sessionsPanelStyles.ts';
import { undoBar } from './undoBar.ts';
import type { FrameListener } from '../chat/conversation.ts';

/** Screens of rows below the reader at which more are asked for. */
const AHEAD = 1.5;
const PROBLEM_MS = 8000;

/**
 * One's conversations: the list, its search and archive, and the account. Beside a conversation, or as a page of its own
 * (`whole`). Fires `go` (`{id, seq?}`), `all`, `new-chat`, `back`, and `binned` and `unbinned` with an id.
 */
export class SessionsPanel extends LitElement {
  static override properties = {
    shown: {},
    whole: { reflect: true, type: Boolean },
    name: {},
    current: {},
    token: {},
    listen: {},
    canGoBack: {},
    archived: { state: true },
    renaming: { state: true },
    erasing: { state: true },
    problem: { state: true },
  };
  static override styles = [base, sessionsPanelStyles];
  declare shown: boolean;
  declare whole: boolean;
  /** The reader's. */
  declare name: string;
  /** The conversation that is open. */
  declare current: string | undefined;
  declare token: GetToken;
  declare listen: (listener: FrameListener) => () => void;
  declare canGoBack: boolean;
  /** Shows what was put away. */
  declare archived: boolean;
  declare renaming: string | undefined;
  declare erasing: boolean;
  declare problem: string;
  #api!: SessionsApi;
  #list!: SessionList;
  #search!: Search;
  #bin!: Bin;
  readonly #hold = new Hold(this);
  /** The rows as they stand now. */
  #order: readonly string[] = [];
  #menuOpen = false;
  #silence: (() => void) | undefined;
  #problemTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.shown = true;
    this.whole = false;
    this.name = '';
    this.current = undefined;
    this.canGoBack = false;
    this.archived = false;
    this.renaming = undefined;
    this.erasing = false;
    this.problem = '';
  }

  /** Not when it is connected: this part of the page may come after what it is given. */
  protected override willUpdate(): void {
    if (!this.hasUpdated) this.#start();
  }

  #start(): void {
    const changed = (): void => this.requestUpdate();
    this.#api = new SessionsApi(this.token);
    this.#list = new SessionList((query) => this.#api.list(query), changed);
    this.#search = new Search(this.#api, changed);
    this.#bin = new Bin({
      api: this.#api,
      onChange: changed,
      onDeleted: (id) => this.#list.drop(id),
      onFailed: (_id, error) => this.#tell(error),
    });
    this.#silence = this.listen((frame) => {
      if (frame.type === 'welcome') void this.#list.again();
      else this.#list.hear(frame);
    });
    addEventListener('pagehide', this.#bin.flush);
    void this.#list.more(false);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#silence?.();
    this.#bin.flush();
    removeEventListener('pagehide', this.#bin.flush);
    clearTimeout(this.#problemTimer);
  }

  protected override firstUpdated(): void {
    const scroller = this.#scroller;
    if (scroller) this.#hold.attach(scroller);
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#readOn();
    if (changed.has('whole') && this.whole) this.renderRoot.querySelector<HTMLElement>('h1')?.focus();
  }

  protected override render(): TemplateResult {
    const rows = this.#rows();
    const searching = this.#search.text !== '';
    return html`
      <nav class="panel" aria-label="Conversations" ?hidden=${!this.shown} @keydown=${this.#key}>
        ${this.#head()}
        <div class="search">
          ${moreIcon('search')}
          <input
            type="search"
            aria-label="Search your conversations"
            placeholder="Search"
            dir="auto"
            autocomplete="off"
            @input=${this.#lookFor}
          />
        </div>
        <div class="rows" @scroll=${this.#readOn}>
          ${
            rows.length > 0
              ? html`<ul role="list" aria-label=${this.archived ? 'Archived conversations' : 'Conversations'}>
                  ${repeat(
                    rows,
                    ({ id }) => id,
                    (row) => this.#row(row),
                  )}
                </ul>`
              : nothing
          }
          <div class="state" role="status">
            ${listState({
              rows: rows.length,
              archived: this.archived,
              query: this.#search.text,
              loading: searching ? this.#search.loading : this.#list.loading,
              failed: searching ? this.#search.failed : this.#list.failed,
              whole: searching ? this.#search.isWhole : this.#list.isWhole(this.archived),
              again: this.#again,
            })}
          </div>
        </div>
        <div class="problem" role="alert">${this.problem ? html`<p>${this.problem}</p>` : nothing}</div>
        <button
          class="account"
          type="button"
          aria-label="Account of ${this.name}"
          aria-haspopup="menu"
          aria-expanded="false"
          @click=${this.#accountMenu}
        >
          <span class="portrait" aria-hidden="true"
            >${String.fromCodePoint(this.name.codePointAt(0) ?? 0x20)}</span
          >
          <span class="who" dir="auto">${this.name}</span>
          ${moreIcon('ellipsis')}
        </button>
      </nav>
      <parley-action-menu></parley-action-menu>
      ${undoBar(this.#bin.entries, this.#undo)}
      ${
        this.erasing
          ? html`<parley-erase-dialog
              .api=${this.#api}
              @close=${() => (this.erasing = false)}
            ></parley-erase-dialog>`
          : nothing
      }
    `;
  }

  #head(): TemplateResult {
    const title = this.archived ? 'Archived' : 'Conversations';
    const toggle = html`<button
      class="icon-button"
      type="button"
      aria-label="Archived conversations"
      title="Archived conversations"
      aria-pressed=${this.archived}
      @click=${this.#toggleArchived}
    >
      ${moreIcon('archive')}
    </button>`;
    if (!this.whole) {
      return html`<div class="head">
        <a class="mark" href="/sessions" title="All conversations" @click=${this.#all}
          >${this.archived ? 'Archived' : 'Parley'}</a
        >${toggle}
      </div>`;
    }
    const act = (type: string, label: string, shape: unknown): TemplateResult =>
      html`<button
        class="icon-button"
        type="button"
        aria-label=${label}
        title=${label}
        @click=${() => fire(this, type)}
      >
        ${shape}
      </button>`;
    return html`<div class="head">
      ${this.canGoBack ? act('back', 'Back to the chat', moreIcon('arrowLeft')) : nothing}
      <h1 tabindex="-1">${title}</h1>
      ${toggle}${act('new-chat', 'New chat', icon('newChat'))}
    </div>`;
  }

  #row(row: Found): TemplateResult {
    const { id } = row;
    const known = this.#list.get(id);
    return sessionRow(row, {
      current: id === this.current,
      renaming: id === this.renaming,
      gone: !row.match && !this.#search.text && (!known || known.archived !== this.archived),
      now: new Date(),
      open: (event) => this.#open(event, row),
      menu: ({ currentTarget }) => this.#rowMenu(currentTarget as HTMLElement, row),
      named: (name) => void this.#rename(row, name),
      endNaming: () => {
        this.renaming = undefined;
        this.#focusRow(id);
      },
    });
  }

  /** What is listed, or what was found; without what is about to be deleted, and what nobody has said anything in. */
  #rows(): readonly Found[] {
    const isShown = (row: Found): boolean =>
      !this.#bin.has(row.id) && (row.messageCount > 0 || row.name !== '' || row.id === this.current);
    if (this.#search.text) {
      const fresh = this.#search.items.map((item) => ({
        ...item,
        ...this.#list.get(item.id),
        match: item.match,
      }));
      return fresh.filter(isShown);
    }
    const held = this.#hold.on || this.#menuOpen || this.renaming !== undefined;
    const rows = this.#list.shown(this.archived, held ? this.#order : []).filter(isShown);
    this.#order = rows.map(({ id }) => id);
    return rows;
  }

  get #scroller(): HTMLElement | null {
    return this.renderRoot.querySelector('.rows');
  }

  get #links(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('a.link')];
  }

  #focusRow(id: string): void {
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`[data-id="${id}"] a`)?.focus({ preventScroll: true }),
    );
  }

  readonly #readOn = (): void => {
    const scroller = this.#scroller;
    if (!scroller || !this.shown) return;
    const left = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
    if (left > scroller.clientHeight * AHEAD) return;
    if (this.#search.text) {
      if (!this.#search.failed) this.#search.more();
    } else if (!this.#list.failed && !this.#list.loading) void this.#list.more(this.archived);
  };

  readonly #again = (): void => {
    if (this.#search.text) this.#search.lookFor(this.#search.text);
    else void this.#list.more(this.archived);
  };

  readonly #lookFor = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement) this.#search.lookFor(target.value);
  };

  readonly #toggleArchived = (): void => {
    this.archived = !this.archived;
    this.#order = [];
    this.#scroller?.scrollTo(0, 0);
  };

  readonly #all = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    fire(this, 'all');
  };

  #open(event: MouseEvent, { id, match }: Found): void {
    // A new tab or window is the browser's business.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    fire(this, 'go', { id, seq: match?.seq });
  }

  #menu(button: HTMLElement, name: string, actions: readonly MenuAction[]): void {
    this.#menuOpen = true;
    void this.renderRoot.querySelector<ActionMenu>('parley-action-menu')?.open(button, name, actions, () => {
      this.#menuOpen = false;
      this.requestUpdate();
    });
  }

  #rowMenu(button: HTMLElement, row: Found): void {
    const { archived } = row;
    const save = (format: 'md' | 'json') => (): void =>
      void this.#save(this.#api.export(row.id, format), `${nameOf(row)}.${format}`);
    this.#menu(button, nameOf(row), [
      { label: 'Rename', icon: icon('pencil'), act: () => (this.renaming = row.id) },
      {
        label: archived ? 'Take out of the archive' : 'Archive',
        icon: moreIcon(archived ? 'archiveOut' : 'archive'),
        act: () => void this.#archive(row, !archived),
      },
      { label: 'Export as Markdown', icon: moreIcon('download'), act: save('md') },
      { label: 'Export as JSON', icon: moreIcon('download'), act: save('json') },
      { label: 'Delete', icon: moreIcon('bin'), danger: true, act: () => void this.#delete(row) },
    ]);
  }

  readonly #accountMenu = ({ currentTarget }: Event): void =>
    this.#menu(currentTarget as HTMLElement, this.name, [
      {
        label: 'Export all my data',
        icon: moreIcon('download'),
        act: () => void this.#save(this.#api.exportAll(), 'parley-data.zip'),
      },
      {
        label: 'Delete my account…',
        icon: moreIcon('bin'),
        danger: true,
        act: () => {
          void import('./eraseDialog.ts');
          this.erasing = true;
        },
      },
    ]);

  async #rename({ id, name: before }: Found, name: string): Promise<void> {
    this.#list.guess(id, { name });
    try {
      await this.#api.change(id, { name });
    } catch (error) {
      this.#list.guess(id, { name: before });
      this.#tell(error);
    }
  }

  async #archive(row: Found, archived: boolean): Promise<void> {
    this.#leave(row.id);
    this.#list.guess(row.id, { archived });
    try {
      await this.#api.change(row.id, { archived });
    } catch (error) {
      this.#list.guess(row.id, { archived: !archived });
      this.#tell(error);
    }
  }

  async #delete(row: Found): Promise<void> {
    try {
      this.#leave(row.id);
      await this.#bin.put(row.id, nameOf(row));
      fire(this, 'binned', row.id);
    } catch (error) {
      this.#tell(error);
    }
  }

  readonly #undo = (id: string): void => {
    if (!this.#bin.undo(id)) return;
    fire(this, 'unbinned', id);
    this.#focusRow(id);
  };

  /** The reader takes a row away: the focus goes to the one that follows. */
  #leave(id: string): void {
    const at = this.#order.indexOf(id);
    this.#order = this.#order.filter((other) => other !== id);
    const next = this.#order[at] ?? this.#order.at(-1);
    if (next) this.#focusRow(next);
    else this.renderRoot.querySelector('input')?.focus();
  }

  async #save(file: Promise<Response>, name: string): Promise<void> {
    try {
      await saveFile(await file, name);
    } catch (error) {
      this.#tell(error);
    }
  }

  readonly #key = (event: KeyboardEvent): void => {
    const { key } = event;
    if (
      key === 'z' &&
      (event.ctrlKey || event.metaKey) &&
      !(event.composedPath()[0] instanceof HTMLInputElement)
    ) {
      const [latest] = this.#bin.entries;
      if (latest) this.#undo(latest.id);
      return;
    }
    const links = this.#links;
    const at = links.findIndex((link) => link.matches(':focus'));
    const fromSearch = event.composedPath()[0] instanceof HTMLInputElement && key === 'ArrowDown';
    if (at === -1 && !fromSearch) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[key];
    if (to !== undefined) {
      event.preventDefault();
      links[Math.max(0, to)]?.focus();
      return;
    }
    const row = this.#rows().find(({ id }) => id === links[at]?.closest<HTMLElement>('.row')?.dataset['id']);
    if (row && key === 'F2') this.renaming = row.id;
    if (row && key === 'Delete') void this.#delete(row);
  };

  #tell(error: unknown): void {
    this.problem = wordsFor(error);
    clearTimeout(this.#problemTimer);
    this.#problemTimer = setTimeout(() => (this.problem = ''), PROBLEM_MS);
  }
}

customElements.define('parley-sessions', SessionsPanel);
