import { html, nothing, type TemplateResult } from 'lit';
import { nameOf } from '../../sessions/sessionRow.ts';
import { agoWords } from '../../words/agoWords.ts';
import type { HeldRow } from '../fleet/heldOrder.ts';
import { handlingWords } from '../parts/handlingWords.ts';
import { waitClock } from '../parts/waitClock.ts';
import { pathOf } from '../place.ts';

interface RowOptions {
  readonly current: boolean;
  /** How often it changed while it was shown. */
  readonly changes: number;
  /** The reader's id. */
  readonly me: string | undefined;
  readonly now: number;
}

const messages = (count: number): string =>
  `${count.toLocaleString()} ${count === 1 ? 'message' : 'messages'}`;

/** One session of the live list; each of its changes fades in. */
export function liveRow(
  { session, gone }: HeldRow,
  { current, changes, me, now }: RowOptions,
): TemplateResult {
  const { id, userId, lastActivityAt, messageCount, help, handling } = session;
  const name = nameOf(session);
  if (gone) {
    return html`<li class="row gone">
      <span class="link"
        ><span class="name" dir="auto">${name}</span><span class="facts">Not here any more</span></span
      >
    </li>`;
  }
  const at = new Date(lastActivityAt);
  const words = handlingWords(session, me);
  // Two names of one animation: changing from one to the other starts it anew, without a new element.
  const change = changes === 0 ? nothing : changes % 2 === 0 ? 'even' : 'odd';
  return html`<li class="row" data-id=${id} data-change=${change} ?data-current=${current}>
    <a
      class="link"
      href=${pathOf({ at: 'session', sessionId: id })}
      aria-current=${current ? 'page' : nothing}
    >
      <span class="head">
        <span class="name" dir="auto">${name}</span>
        ${
          handling === 'requested'
            ? waitClock(session, now)
            : html`<time datetime=${lastActivityAt} title=${at.toLocaleString()}
                >${agoWords(at, new Date(now))}</time
              >`
        }
      </span>
      <span class="facts">
        <span class="who" dir="auto">${userId}</span>
        <span>${messages(messageCount)}</span>
        ${words ? html`<span class="person" ?data-past=${handling === 'ai'} dir="auto" title=${words}>${words}</span>` : nothing}
      </span>
      ${handling === 'requested' && help?.reason ? html`<span class="reason" dir="auto">${help.reason}</span>` : nothing}
    </a>
  </li>`;
}
