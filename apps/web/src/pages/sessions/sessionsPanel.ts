import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { FrameListener } from '../chat/conversation.ts';
import { fire } from '../chat/fire.ts';
import { base } from '../styles/base.ts';
import { listPanelStyles } from '../styles/listPanelStyles.ts';
import { accountActions } from './accountActions.ts';
import { accountDialog, type AccountDialog } from './accountDialog.ts';
import { accountButton } from './accountButton.ts';
import { accountButtonStyles } from './accountButtonStyles.ts';
import './actionMenu.ts';
import type { ActionMenu, MenuAction } from './actionMenu.ts';
import { Hold } from './hold.ts';
import { listState } from './listState.ts';
import { OwnSessions } from './ownSessions.ts';
import { panelHead } from './panelHead.ts';
import { panelHeadStyles } from './panelHeadStyles.ts';
import { rowActions } from './rowActions.ts';
import { RowFocus } from './rowFocus.ts';
import { searchField } from './searchField.ts';
import { searchFieldStyles } from './searchFieldStyles.ts';
import { nameOf, sessionRow } from './sessionRow.ts';
import { sessionRowStyles } from './sessionRowStyles.ts';
import type { Found, GetToken } from './sessionsApi.ts';
import { sessionsPanelStyles } from './sessionsPanelStyles.ts';
import { undoBar } from './undoBar.ts';
import { undoBarStyles } from './undoBarStyles.ts';

/** Screens of rows below the reader at which more are asked for. */
const AHEAD = 1.5;

/** A new tab or window is the browser’s business. */
const isElsewhere = (event: MouseEvent): boolean => event.ctrlKey || event.metaKey || event.shiftKey;

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
    renaming: { state: true },
    opened: { state: true },
  };
  static override styles = [
    base,
    listPanelStyles,
    sessionsPanelStyles,
    panelHeadStyles,
    searchFieldStyles,
    sessionRowStyles,
    accountButtonStyles,
    undoBarStyles,
  ];
  declare shown: boolean;
  declare whole: boolean;
  /** The reader's. */
  declare name: string;
  /** The conversation that is open. */
  declare current: string | undefined;
  declare token: GetToken;
  declare listen: (listener: FrameListener) => () => void;
  declare canGoBack: boolean;
  declare renaming: string | undefined;
  /** What was opened from the account. */
  declare opened: AccountDialog | undefined;
  #sessions!: OwnSessions;
  readonly #hold = new Hold(this);
  readonly #focus = new RowFocus(this);
  #menuOpen = false;

  constructor() {
    super();
    this.shown = true;
    this.whole = false;
    this.name = '';
    this.current = undefined;
    this.canGoBack = false;
    this.renaming = undefined;
    this.opened = undefined;
  }

  /** Not when it is connected: this part of the page may come after what it is given. */
  protected override willUpdate(): void {
    if (!this.hasUpdated) this.#sessions = new OwnSessions(this, this.token, this.listen);
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
    const sessions = this.#sessions;
    const { archived, search, problem } = sessions;
    const rows = this.#rows();
    return html`
      <nav class="panel" aria-label="Conversations" ?hidden=${!this.shown} @keydown=${this.#key}>
        ${panelHead({
          whole: this.whole,
          archived,
          canGoBack: this.canGoBack,
          toggleArchived: this.#toggleArchived,
          toAll: this.#toAll,
          toChat: () => fire(this, 'back'),
          renew: () => fire(this, 'new-chat'),
        })}
        ${searchField((text) => search.lookFor(text))}
        <div class="rows" @scroll=${this.#readOn}>
          ${
            rows.length > 0
              ? html`<ul role="list" aria-label=${archived ? 'Archived conversations' : 'Conversations'}>
                  ${repeat(
                    rows,
                    ({ id }) => id,
                    (row) => this.#row(row),
                  )}
                </ul>`
              : nothing
          }
          <div class="state" role="status">${listState(sessions, rows.length)}</div>
        </div>
        <div class="problem" role="alert">${problem ? html`<p>${problem}</p>` : nothing}</div>
        ${accountButton(this.name, this.#accountMenu)}
      </nav>
      <parley-action-menu></parley-action-menu>
      ${undoBar(sessions.bin.entries, this.#undo)}
      ${accountDialog(this.opened, sessions.api, () => (this.opened = undefined))}
    `;
  }

  #row(row: Found): TemplateResult {
    const { id } = row;
    return sessionRow(row, {
      current: id === this.current,
      renaming: id === this.renaming,
      gone: this.#sessions.isGone(row),
      now: new Date(),
      open: (event) => this.#open(event, row),
      menu: ({ currentTarget }) => this.#rowMenu(currentTarget, row),
      named: (name) => void this.#sessions.rename(row, name),
      endNaming: () => {
        this.renaming = undefined;
        this.#focus.to(id);
      },
    });
  }

  #rows(): readonly Found[] {
    const held = this.#hold.on || this.#menuOpen || this.renaming !== undefined;
    return this.#sessions.rows({ current: this.current, held });
  }

  get #scroller(): HTMLElement | null {
    return this.renderRoot.querySelector('.rows');
  }

  readonly #readOn = (): void => {
    const scroller = this.#scroller;
    if (!scroller || !this.shown) return;
    const left = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
    if (left <= scroller.clientHeight * AHEAD) this.#sessions.more();
  };

  readonly #toggleArchived = (): void => {
    this.#sessions.toggleArchived();
    this.#scroller?.scrollTo(0, 0);
  };

  readonly #toAll = (event: MouseEvent): void => {
    if (isElsewhere(event)) return;
    event.preventDefault();
    fire(this, 'all');
  };

  #open(event: MouseEvent, { id, match }: Found): void {
    if (isElsewhere(event)) return;
    event.preventDefault();
    fire(this, 'go', { id, seq: match?.seq });
  }

  #menu(button: EventTarget | null, name: string, actions: readonly MenuAction[]): void {
    const menu = this.renderRoot.querySelector<ActionMenu>('parley-action-menu');
    if (!menu || !(button instanceof HTMLElement)) return;
    this.#menuOpen = true;
    void menu.open(button, name, actions, () => {
      this.#menuOpen = false;
      this.requestUpdate();
    });
  }

  #rowMenu(button: EventTarget | null, row: Found): void {
    const actions = rowActions(row, this.#sessions, {
      rename: () => (this.renaming = row.id),
      archive: () => this.#archive(row),
      remove: () => void this.#remove(row),
    });
    this.#menu(button, nameOf(row), actions);
  }

  readonly #accountMenu = ({ currentTarget }: Event): void => {
    const actions = accountActions(this.#sessions, {
      usage: () => (this.opened = 'usage'),
      erase: () => (this.opened = 'erase'),
    });
    this.#menu(currentTarget, this.name, actions);
  };

  #archive(row: Found): void {
    this.#leave(row.id);
    void this.#sessions.archive(row);
  }

  async #remove(row: Found): Promise<void> {
    this.#leave(row.id);
    await this.#sessions.remove(row);
    if (this.#sessions.bin.has(row.id)) fire(this, 'binned', row.id);
  }

  readonly #undo = (id: string): void => {
    if (!this.#sessions.bin.undo(id)) return;
    fire(this, 'unbinned', id);
    this.#focus.to(id);
  };

  /** The reader takes a row away: the focus goes to the one that follows. */
  #leave(id: string): void {
    const ids = this.#rows().map((row) => row.id);
    const at = ids.indexOf(id);
    const next = ids[at + 1] ?? ids[at - 1];
    if (next) this.#focus.to(next);
    else this.renderRoot.querySelector('input')?.focus();
  }

  readonly #key = (event: KeyboardEvent): void => {
    const { key, ctrlKey, metaKey } = event;
    const inField = event.composedPath()[0] instanceof HTMLInputElement;
    const [latest] = this.#sessions.bin.entries;
    if (key === 'z' && (ctrlKey || metaKey) && !inField && latest) return this.#undo(latest.id);
    if (this.#focus.move(event)) return;
    const row = this.#rows().find(({ id }) => id === this.#focus.id);
    if (row && key === 'F2') this.renaming = row.id;
    if (row && key === 'Delete') void this.#remove(row);
  };
}

customElements.define('parley-sessions', SessionsPanel);
