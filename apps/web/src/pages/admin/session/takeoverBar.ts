import type { Admin, Session } from '@parley/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { portrait } from '../../chat/portrait.ts';
import { shortName } from '../../words/shortName.ts';
import { waitClock } from '../parts/waitClock.ts';

/** What can be done with a session that is watched. */
export interface TakeoverActs {
  readonly takeOver: () => void;
  /** Asks first. */
  readonly takeFrom: (holder: Admin) => void;
  readonly acknowledge: () => void;
  readonly release: () => void;
}

interface BarOptions {
  readonly session: Session;
  /** The reader's id. */
  readonly me: string | undefined;
  readonly isSupervisor: boolean;
  /** Something that was asked for is on its way. */
  readonly busy: boolean;
  readonly now: number;
  readonly acts: TakeoverActs;
}

/** Above the reply: who has the session, and what can be done about it. Amber wherever a person is meant. */
export function takeoverBar({ session, me, isSupervisor, busy, now, acts }: BarOptions): TemplateResult {
  const { handling, admin, help } = session;
  const button = (words: string, act: () => void, main = false): TemplateResult =>
    html`<button class=${main ? 'main-button' : 'text-button'} type="button" ?disabled=${busy} @click=${act}>
      ${words}
    </button>`;
  const take = button('Take over', acts.takeOver, true);
  if (handling === 'human' && admin?.id === me) {
    return html`<div class="bar human">
      <p>${portrait(admin?.name ?? ' ')}<strong>You have this conversation</strong></p>
      ${button('Hand back…', acts.release)}
    </div>`;
  }
  if (handling === 'human') {
    const name = admin?.name ?? 'Somebody';
    const who = shortName(name);
    return html`<div class="bar human">
      <p>${portrait(name)}<strong dir="auto" title=${name}>${who} has this conversation</strong></p>
      ${isSupervisor && admin ? button(`Take it from ${who}…`, () => acts.takeFrom(admin)) : nothing}
    </div>`;
  }
  if (handling === 'requested') {
    const by = help?.acknowledgedBy;
    const seen =
      by?.id === me ? 'You said that you are on it.' : `${shortName(by?.name ?? 'Somebody')} is on it.`;
    return html`<div class="bar human">
      <p>
        ${waitClock(session, now)}
        <span
          ><strong
            >${help?.by === 'assistant' ? 'The assistant called a person' : 'Waits for a person'}</strong
          >
          ${help?.state === 'acknowledged' ? seen : nothing}
          ${help?.reason ? html`<span class="reason" dir="auto" title=${help.reason}><q>${help.reason}</q></span>` : nothing}</span
        >
      </p>
      <span class="buttons"
        >${help?.state === 'acknowledged' ? nothing : button('I’m on it', acts.acknowledge)} ${take}</span
      >
    </div>`;
  }
  return html`<div class="bar">
    <p>
      ${session.state === 'ended' ? 'This conversation has ended.' : 'The assistant answers. You are watching.'}
    </p>
    ${take}
  </div>`;
}
