import { html, nothing, type TemplateResult } from 'lit';
import type { AuditEntry } from '../api/audit.ts';
import type { Column } from '../parts/table.ts';
import { pathOf } from '../place.ts';
import type { AuditFilters } from './auditFilters.ts';
import { actionWords, AUDIT_WORDS } from './auditWords.ts';
import { factWords } from './factWords.ts';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** Who is named for what no person asked for. */
const SERVICES: Readonly<Record<string, string>> = { 'llm-worker': 'Parley itself' };
/** What a file of all sessions was made of. */
const ALL = '*';

interface ColumnOptions {
  readonly filters: AuditFilters;
  /** Names of admins, by their ids. */
  readonly names: ReadonlyMap<string, string>;
}

const sessionLink = (id: string): TemplateResult =>
  html`<a href=${pathOf({ at: 'session', sessionId: id })} title=${id}>${id.slice(0, 8)}</a>`;

const time = (when: string): TemplateResult =>
  html`<time datetime=${when} title=${when}
    >${new Date(when).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'medium' })}</time
  >`;

/** What an entry says, for people; codes and ids that stand for words are in the titles. */
export function auditColumns({ filters, names }: ColumnOptions): readonly Column<AuditEntry>[] {
  const userLink = (userId: string): TemplateResult =>
    html`<a href=${pathOf({ at: 'user', userId })} title=${userId} dir="auto"
      >${names.get(userId) ?? userId}</a
    >`;
  // Leads to all that this one did.
  const person = ({ who }: AuditEntry): TemplateResult =>
    html`<a href=${pathOf({ at: 'audit', filters: { ...filters, who } })} title=${who} dir="auto"
      >${names.get(who) ?? SERVICES[who] ?? who}</a
    >`;
  const target = ({ what, target }: AuditEntry): unknown => {
    switch (AUDIT_WORDS.get(what)?.target) {
      case 'user':
        return userLink(target);
      case 'sessions':
        return target === ALL ? 'All sessions' : userLink(target);
      case 'log':
        return 'The audit log';
      case 'letter':
        return `Letter ${target}`;
      case 'reply':
        return html`<span title=${target}>Reply ${target.slice(0, 8)}</span>`;
      case 'session':
      case undefined:
        return UUID.test(target) ? sessionLink(target) : target;
    }
  };
  const details = ({ before, after }: AuditEntry): unknown => {
    const words = factWords(before, after, names);
    const codes = JSON.stringify({ before, after });
    return words ? html`<span class="details" title=${codes} dir="auto">${words}</span>` : nothing;
  };
  return [
    { name: 'No.', kind: 'number', cell: ({ n }) => n },
    { name: 'When', kind: 'tight', cell: ({ when }) => time(when) },
    { name: 'Who', cell: person },
    { name: 'What', cell: (entry) => html`<span title=${entry.what}>${actionWords(entry)}</span>` },
    { name: 'To', cell: target },
    { name: 'From where', cell: ({ where }) => where ?? nothing },
    { name: 'Details', cell: details },
  ];
}
