import { html, nothing, type TemplateResult } from 'lit';
import { adminIcon, type AdminIconName } from './adminIcons.ts';
import { type AdminPlace, pathOf, type Section } from './place.ts';

const LINKS: readonly { readonly at: Section; readonly label: string; readonly icon: AdminIconName }[] = [
  { at: 'sessions', label: 'Sessions', icon: 'messages' },
  { at: 'metrics', label: 'Metrics', icon: 'activity' },
  { at: 'usage', label: 'Usage', icon: 'coins' },
  { at: 'audit', label: 'Audit', icon: 'scroll' },
  { at: 'queue', label: 'Queue', icon: 'inbox' },
  { at: 'notifications', label: 'Notifications', icon: 'bell' },
];

/** The section that a place belongs to. */
const sectionOf = ({ at }: AdminPlace): Section => (at === 'session' || at === 'user' ? 'sessions' : at);

/** The sections of the console; beside the sessions, how many wait for a person. */
export const consoleNav = (place: AdminPlace, waiting: number): TemplateResult => html`
  <nav aria-label="Console">
    ${LINKS.map(
      ({ at, label, icon }) =>
        html`<a href=${pathOf({ at })} aria-current=${sectionOf(place) === at ? 'page' : nothing}>
          ${adminIcon(icon)}<span>${label}</span>
          ${
            at === 'sessions' && waiting > 0
              ? html`<b class="badge">${waiting}<span class="unseen"> waiting</span></b>`
              : nothing
          }
        </a>`,
    )}
  </nav>
`;
