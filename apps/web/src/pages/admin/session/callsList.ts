import { html, nothing, type TemplateResult } from 'lit';
import { spanWords } from '../../words/spanWords.ts';
import type { SessionCall } from '../api/sessions.ts';
import { costWords } from '../parts/costWords.ts';

const OUTCOMES: Record<SessionCall['outcome'], string> = {
  unknown: 'End unknown',
  complete: 'Complete',
  stopped: 'Stopped',
  interrupted: 'Interrupted',
  failed: 'Failed',
};
const PURPOSES: Record<SessionCall['purpose'], string> = {
  answer: 'Answer',
  title: 'Title',
  summary: 'Summary',
  draft: 'Draft',
  transcription: 'Transcript',
  speech: 'Speech',
};

/** How it went: with the failure's code and the provider's status, and which try it was. */
function outcomeOf({ outcome, error, status, tried }: SessionCall): string {
  const why = [error, status].filter((part) => part !== undefined).join(' ');
  const words = why === '' ? OUTCOMES[outcome] : `${OUTCOMES[outcome]}: ${why}`;
  return tried > 1 ? `${words}, try ${tried}` : words;
}

/** Tokens in and out; with a tilde where they were counted by us. */
function tokensOf({ usage, estimated }: SessionCall): string {
  if (!usage) return '';
  const about = estimated ? '~' : '';
  return `${about}${usage.inputTokens.toLocaleString()} in, ${about}${usage.outputTokens.toLocaleString()} out`;
}

function timesOf({ durationMs, firstTokenMs }: SessionCall): string {
  if (durationMs === undefined) return '';
  const first = firstTokenMs === undefined ? '' : `, first token after ${spanWords(firstTokenMs)}`;
  return `${spanWords(durationMs)}${first}`;
}

const callRow = (call: SessionCall): TemplateResult => {
  const { usage, purpose, model, startedAt, outcome } = call;
  const more = [tokensOf(call), usage?.costUsd === undefined ? '' : costWords(usage.costUsd), timesOf(call)];
  return html`<tr class=${outcome}>
    <td>
      <time datetime=${startedAt}>${new Date(startedAt).toLocaleTimeString()}</time>
    </td>
    <td>
      <p>${PURPOSES[purpose]} · <span dir="auto">${model}</span></p>
      <p class="how">${outcomeOf(call)}</p>
      <p class="soft">${more.filter((part) => part !== '').join(' · ')}</p>
    </td>
  </tr>`;
};

/** The calls of models for a session, the newest first; folded until somebody wants to know, then read anew. */
export const callsList = (
  calls: readonly SessionCall[],
  read: () => void,
): TemplateResult | typeof nothing =>
  calls.length === 0
    ? nothing
    : html`<details
        class="calls"
        @toggle=${({ newState }: ToggleEvent) => {
          if (newState === 'open') read();
        }}
      >
        <summary>Calls of models (${calls.length.toLocaleString()})</summary>
        <table aria-label="Calls of models">
          <tbody>
            ${calls.toReversed().map(callRow)}
          </tbody>
        </table>
      </details>`;
