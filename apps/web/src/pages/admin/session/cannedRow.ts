import { MAX_CANNED, MAX_SHORTCUT } from '@parley/protocol/limits';
import { html, nothing, type TemplateResult } from 'lit';
import { moreIcon } from '../../styles/moreIcons.ts';
import { checkField } from '../notifications/checkField.ts';
import type { CannedReply } from '../api/cannedReply.ts';
import type { CannedRow } from './cannedRows.ts';

/** What is wrong with a reply; without a field it is about the whole of it. */
export interface RowProblem {
  /** Id of its row. */
  readonly id: string;
  readonly field?: 'shortcut' | 'text';
  readonly words: string;
}

export interface RowOptions {
  readonly row: CannedRow;
  readonly isSupervisor: boolean;
  /** An own one of the same short-cut comes in its place. */
  readonly isHidden: boolean;
  readonly problem: RowProblem | undefined;
  readonly change: (change: Partial<Pick<CannedReply, 'shortcut' | 'text'>>) => void;
  /** Makes it the team's, or the reader's own. */
  readonly give: (owner: CannedReply['owner']) => void;
  readonly remove: () => void;
}

/** One of the team's, to be read. */
const readOnly = ({ row: { shortcut, text }, isHidden }: RowOptions): TemplateResult =>
  html`<div class="first">
      <b>/${shortcut}</b><small>${isHidden ? 'The team’s; yours comes instead' : 'The team’s'}</small>
    </div>
    <p class="said" dir="auto">${text}</p>`;

/** A canned reply in its editor; the team's are changed by supervisors alone. */
export function cannedRow(options: RowOptions): TemplateResult {
  const { row, isSupervisor, problem, change, give, remove } = options;
  const { id, shortcut, text, owner } = row;
  if (owner === 'team' && !isSupervisor) return html`<li>${readOnly(options)}</li>`;
  const wrong = problem?.id === id ? problem : undefined;
  const typed =
    (field: 'shortcut' | 'text') =>
    ({ target }: Event): void => {
      if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)
        change({ [field]: target.value });
    };
  return html`<li data-id=${id}>
    <div class="first">
      <span aria-hidden="true">/</span>
      <input
        aria-label="Short-cut"
        required
        pattern="\\S+"
        title="One word"
        maxlength=${MAX_SHORTCUT}
        aria-invalid=${wrong?.field === 'shortcut'}
        aria-describedby="wrong-${id}"
        .value=${shortcut}
        @input=${typed('shortcut')}
      />
      <button
        class="icon-button"
        type="button"
        aria-label="Delete /${shortcut}"
        title="Delete"
        @click=${remove}
      >
        ${moreIcon('bin')}
      </button>
    </div>
    <textarea
      aria-label="Text of /${shortcut}"
      required
      rows="2"
      dir="auto"
      maxlength=${MAX_CANNED}
      aria-invalid=${wrong?.field === 'text'}
      aria-describedby="wrong-${id}"
      .value=${text}
      @input=${typed('text')}
    ></textarea>
    ${
      isSupervisor
        ? checkField('For everybody', owner === 'team', (checked) => give(checked ? 'team' : 'own'))
        : nothing
    }
    <div id="wrong-${id}" role="alert">${wrong ? html`<p class="wrong">${wrong.words}</p>` : nothing}</div>
  </li>`;
}
