import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import '../chat/connectionBar.ts';
import { connectionWords } from '../chat/connectionWords.ts';
import { fire } from '../chat/fire.ts';
import '../sessions/actionMenu.ts';
import type { ActionMenu } from '../sessions/actionMenu.ts';
import { base } from '../styles/base.ts';
import { moreIcon } from '../styles/moreIcons.ts';
import '../styles/themeButton.ts';
import { Wide } from '../styles/wide.ts';
import { AdminNavigation } from './adminNavigation.ts';
import { AdminApi } from './api/adminApi.ts';
import { type AuditFilters, NO_AUDIT_FILTERS } from './audit/auditFilters.ts';
import { consoleNav } from './consoleNav.ts';
import { consoleStyles } from './consoleStyles.ts';
import { Desk, type DeskOptions } from './desk.ts';
import { Fleet } from './fleet/fleet.ts';
import { WaitingNews } from './fleet/waitingNews.ts';
import './list/sessionsColumn.ts';
import { Problem } from './parts/problem.ts';
import type { AdminPlace } from './place.ts';

/** From this width on there is room for the sections with their icons. */
const ROOMY = '(min-width: 80rem)';

/** Parts that are loaded when their page is asked for. */
const PARTS: Partial<Record<AdminPlace['at'], () => Promise<unknown>>> = {
  session: () => import('./session/sessionView.ts'),
  user: () => import('./user/userView.ts'),
  metrics: () => import('./figures/metricsView.ts'),
  usage: () => import('./figures/usageView.ts'),
  audit: () => import('./audit/auditView.ts'),
  queue: () => import('./queue/queueView.ts'),
  notifications: () => import('./notifications/notificationsView.ts'),
};

const TITLES: Record<AdminPlace['at'], string> = {
  sessions: 'Sessions',
  session: 'Session',
  user: 'User',
  metrics: 'Metrics',
  usage: 'Usage',
  audit: 'Audit',
  queue: 'Queue',
  notifications: 'Notifications',
};

/** The console of the people who help. Fires `refused` when its reader is none of them, and `sign-out`. */
export class Console extends LitElement {
  static override properties = { name: {}, options: {}, canSignOut: {} };
  static override styles = [base, consoleStyles];
  /** The reader's. */
  declare name: string;
  declare options: DeskOptions;
  declare canSignOut: boolean;
  #desk!: Desk;
  #api!: AdminApi;
  #fleet!: Fleet;
  readonly #wide = new Wide(this);
  readonly #roomy = new Wide(this, ROOMY);
  readonly #navigation = new AdminNavigation(this);
  readonly #problem = new Problem(this);
  readonly #news = new WaitingNews();

  constructor() {
    super();
    this.name = '';
    this.canSignOut = false;
  }

  protected override willUpdate(): void {
    if (this.hasUpdated) return;
    this.#desk = new Desk(this, this.options);
    this.#api = new AdminApi(this.options.token);
    this.#fleet = new Fleet(this, this.#api, `${this.options.storageKey}.fleet`);
  }

  protected override updated(): void {
    const { place } = this.#navigation;
    this.toggleAttribute('data-wide', this.#wide.matches);
    this.toggleAttribute('data-roomy', this.#roomy.matches);
    this.toggleAttribute('data-session', place.at === 'session');
    const waiting = this.#waiting;
    document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${TITLES[place.at]} · Parley`;
    if (this.#desk.isStaff === false || this.#fleet.line === 'refused') fire(this, 'refused');
  }

  protected override render(): TemplateResult {
    const { place } = this.#navigation;
    const load = PARTS[place.at];
    if (load) this.#problem.of(load());
    const desk = this.#desk;
    return html`
      <header>
        <span class="brand">Parley</span>
        ${consoleNav(place, this.#waiting)}
        <span class="gap"></span>
        <span class="line" data-line=${this.#fleet.line} role="status">${this.#lineWords()}</span>
        <parley-theme-button></parley-theme-button>
        <button
          class="account"
          type="button"
          aria-label="Account of ${this.name}"
          aria-haspopup="menu"
          aria-expanded="false"
          @click=${this.#accountMenu}
        >
          ${moreIcon('person')}<span dir="auto">${this.name}</span>
        </button>
        <parley-connection-bar
          .words=${connectionWords(desk.connection, desk.wasOpen, navigator.onLine)}
        ></parley-connection-bar>
      </header>
      <div class="content">${this.#content(place)}</div>
      <div class="problem" role="alert">
        ${this.#problem.words ? html`<p>${this.#problem.words}</p>` : nothing}
      </div>
      <div class="unseen" role="status">${this.#news.words(this.#fleet.sessions)}</div>
      <parley-action-menu></parley-action-menu>
    `;
  }

  #content(place: AdminPlace): TemplateResult {
    const api = this.#api;
    const desk = this.#desk;
    switch (place.at) {
      case 'sessions':
      case 'session':
        return this.#sessions(place);
      case 'user':
        return html`${keyed(
          place.userId,
          html`<parley-user
            .api=${api}
            .userId=${place.userId}
            .models=${desk.models}
            .me=${desk.user?.id}
          ></parley-user>`,
        )}`;
      case 'metrics':
        return html`<parley-metrics .api=${api}></parley-metrics>`;
      case 'usage':
        return html`<parley-usage .api=${api}></parley-usage>`;
      case 'audit':
        return html`<parley-audit
          .api=${api}
          .filters=${place.filters ?? NO_AUDIT_FILTERS}
          @filter=${({ detail: filters }: CustomEvent<AuditFilters>) =>
            this.#navigation.to({ at: 'audit', filters })}
        ></parley-audit>`;
      case 'queue':
        return html`<parley-queue .api=${api} .hasOutbox=${this.canSignOut}></parley-queue>`;
      case 'notifications':
        return html`<parley-notifications
          .api=${api}
          .me=${desk.user?.id}
          .isSupervisor=${desk.isSupervisor}
        ></parley-notifications>`;
    }
  }

  #sessions(place: AdminPlace): TemplateResult {
    const desk = this.#desk;
    const sessionId = place.at === 'session' ? place.sessionId : undefined;
    const wide = this.#wide.matches;
    return html`<div class="sessions">
      <parley-sessions-column
        ?hidden=${sessionId !== undefined && !wide}
        .sessions=${this.#fleet.sessions}
        .line=${this.#fleet.line}
        .api=${this.#api}
        .models=${desk.models}
        .me=${desk.user?.id}
        .current=${sessionId}
      ></parley-sessions-column>
      ${
        sessionId === undefined
          ? wide
            ? html`<main class="choose">
                <p>Choose a session. Arrows go through the list, Enter opens.</p>
              </main>`
            : nothing
          : keyed(
              sessionId,
              html`<parley-session-view
                .desk=${desk}
                .api=${this.#api}
                .sessionId=${sessionId}
                .connection=${desk.connection}
                .wide=${wide}
              ></parley-session-view>`,
            )
      }
    </div>`;
  }

  get #waiting(): number {
    return [...(this.#fleet.sessions?.values() ?? [])].filter(({ handling }) => handling === 'requested')
      .length;
  }

  #lineWords(): string {
    switch (this.#fleet.line) {
      case 'live':
        return 'Live';
      case 'connecting':
        return 'Connecting…';
      case 'waiting':
        return 'Not live. Trying again…';
      case 'replaced':
        return 'Not live: open in too many tabs';
      case 'refused':
        return '';
    }
  }

  readonly #accountMenu = ({ currentTarget }: Event): void => {
    const menu = this.renderRoot.querySelector<ActionMenu>('parley-action-menu');
    if (!menu || !(currentTarget instanceof HTMLElement)) return;
    const role = this.#desk.isSupervisor ? 'supervisor' : 'admin';
    const signOut = { label: 'Sign out', icon: moreIcon('arrowLeft'), act: () => fire(this, 'sign-out') };
    const toChat = { label: 'To the chat', icon: moreIcon('person'), act: () => location.assign('/') };
    const actions = this.canSignOut ? [toChat, signOut] : [toChat];
    void menu.open(currentTarget, `${this.name}, ${role}`, actions, () => undefined);
  };
}

customElements.define('parley-console', Console);
