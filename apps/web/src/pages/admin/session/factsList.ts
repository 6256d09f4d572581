import type { Model, Session } from '@parley/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { spanWords } from '../../words/spanWords.ts';
import { costWords } from '../parts/costWords.ts';
import { handlingWords } from '../parts/handlingWords.ts';
import { momentWords } from '../parts/momentWords.ts';
import { pathOf } from '../place.ts';

const STATES: Record<Session['state'], string> = { active: 'Active', idle: 'Idle', ended: 'Ended' };

const fact = (name: string, value: unknown): TemplateResult =>
  html`<div>
    <dt>${name}</dt>
    <dd dir="auto">${value}</dd>
  </div>`;
const moment = (iso: string): TemplateResult =>
  html`<time datetime=${iso}>${momentWords(new Date(iso))}</time>`;

/** What is known of a session beside what was said. */
export function factsList(
  session: Session,
  models: readonly Model[],
  me: string | undefined,
): TemplateResult {
  const { userId, usage, responseTimes, endedAt } = session;
  const model = models.find(({ id }) => id === session.model)?.label ?? session.model;
  const who = handlingWords(session, me);
  return html`<dl>
    ${fact('User', html`<a href=${pathOf({ at: 'user', userId })}>${userId}</a>`)}
    ${fact('State', STATES[session.state])} ${who ? fact('Person', who) : nothing}
    ${session.help?.reason ? fact('Called about', session.help.reason) : nothing} ${fact('Model', model)}
    ${fact('Began', moment(session.createdAt))}
    ${endedAt ? fact('Ended', moment(endedAt)) : fact('Last activity', moment(session.lastActivityAt))}
    ${fact('Duration', spanWords(session.durationMs))}
    ${fact('Messages', session.messageCount.toLocaleString())}
    ${fact('Tokens in', usage.inputTokens.toLocaleString())}
    ${fact('Tokens out', usage.outputTokens.toLocaleString())}
    ${usage.costUsd === undefined ? nothing : fact('Cost', costWords(usage.costUsd))}
    ${
      responseTimes.count > 0
        ? [
            fact('Answers took', `${spanWords(responseTimes.avgMs)} on average`),
            fact('At most', spanWords(responseTimes.maxMs)),
          ]
        : nothing
    }
  </dl>`;
}
