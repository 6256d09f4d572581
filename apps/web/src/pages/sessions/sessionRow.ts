import { html, nothing, type TemplateResult } from 'lit';
import { chatPath } from '../chat/place.ts';
import { moreIcon } from '../styles/moreIcons.ts';
import { agoWords } from '../words/agoWords.ts';
import { piecesOf } from './marked.ts';
import './nameField.ts';
import type { Found } from './sessionsApi.ts';

export interface RowOptions {
  readonly current: boolean;
  readonly renaming: boolean;
  /** It has left the list while somebody's hand was on it. */
  readonly gone: boolean;
  readonly now: Date;
  readonly open: (event: MouseEvent) => void;
  readonly menu: (event: Event) => void;
  readonly named: (name: string) => void;
  readonly endNaming: () => void;
}

export const nameOf = ({ name }: Pick<Found, 'name'>): string => name || 'New chat';

/** Who of flesh and blood is in it, is called, or was there: the last is told of as past. */
function personIn({ handling, admin, adminAssisted }: Found): string | undefined {
  if (handling === 'human') return admin?.name ? `${admin.name} is here` : 'Somebody is here';
  if (handling === 'requested') return 'Waiting for a person';
  return adminAssisted ? 'Was with support' : undefined;
}

const messages = (count: number): string =>
  `${count.toLocaleString()} ${count === 1 ? 'message' : 'messages'}`;

/** One conversation of the list: its name, when and how much was said, and whether a person was there. */
export function sessionRow(row: Found, options: RowOptions): TemplateResult {
  const { current, renaming, gone, now } = options;
  const name = nameOf(row);
  const person = personIn(row);
  const at = new Date(row.lastActivityAt);
  if (gone) {
    return html`<li class="row gone">
      <span class="link" dir="auto">${name}<span class="facts">Not here any more</span></span>
    </li>`;
  }
  const facts = html`<span class="facts">
    <time datetime=${row.lastActivityAt} title=${at.toLocaleString()}>${agoWords(at, now)}</time>
    <span>${messages(row.messageCount)}</span>
    ${
      person
        ? html`<span class="person" ?data-past=${row.handling === 'ai'}>${moreIcon('person')}${person}</span>`
        : nothing
    }
  </span>`;
  return html`
    <li class="row" data-id=${row.id} ?data-current=${current}>
      ${
        renaming
          ? html`<div class="link">
              <parley-name-field
                .value=${row.name}
                @name=${({ detail }: CustomEvent<string>) => options.named(detail)}
                @close=${options.endNaming}
              ></parley-name-field>
              ${facts}
            </div>`
          : html`<a
                class="link"
                href=${chatPath(row.id, row.match?.seq)}
                aria-current=${current ? 'page' : nothing}
                @click=${options.open}
              >
                <span class="name" dir="auto">${name}</span>
                ${
                  row.match
                    ? html`<span class="passage" dir="auto"
                        >${piecesOf(row.match).map(({ text, hit }) => (hit ? html`<mark>${text}</mark>` : text))}</span
                      >`
                    : nothing
                }
                ${facts}
              </a>
              <button
                class="icon-button more"
                type="button"
                aria-label="More about ${name}"
                title="More"
                aria-haspopup="menu"
                aria-expanded="false"
                @click=${options.menu}
              >
                ${moreIcon('ellipsis')}
              </button>`
      }
    </li>
  `;
}
