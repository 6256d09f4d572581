import type { Message } from '@parley/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { copyAction, footAction, messageFoot, saidAt } from './messageFoot.ts';

/** What may be asked of an answer. */
export interface AnswerActs {
  /** Has it written anew; undefined: not now. */
  readonly again: (() => void) | undefined;
  /** Has it go on where it broke off; undefined: not now, or it isn't the last one. */
  readonly goOn: (() => void) | undefined;
  readonly rate: (rating: 'up' | 'down' | 'none') => void;
  /** It is the reader's to be asked for again and rated; else it can only be read. */
  readonly isOwn: boolean;
  /** Shows the version that stands so many places on. */
  readonly turn: (by: -1 | 1) => void;
}

/** Which of the versions this is, and the way to the others. */
function pager(at: number, count: number, { turn }: AnswerActs): TemplateResult | typeof nothing {
  if (count < 2) return nothing;
  return html`<span class="versions" role="group" aria-label="Versions of this answer">
    ${footAction({ icon: 'chevronLeft', label: 'Version before', disabled: at === 0, act: () => turn(-1) })}
    <span aria-live="polite"><span class="unseen">Version </span>${at + 1}/${count}</span>
    ${footAction({ icon: 'chevronRight', label: 'Next version', disabled: at === count - 1, act: () => turn(1) })}
  </span>`;
}

/** Below an answer: its versions, copy, again, and how it is rated. An older version can only be read. */
export function answerActions(
  message: Message,
  versions: readonly Message[],
  acts: AnswerActs,
): TemplateResult {
  const at = versions.indexOf(message);
  const newest = at === versions.length - 1;
  const rating = message.feedback?.rating;
  const thumb = (which: 'up' | 'down'): TemplateResult =>
    footAction({
      icon: which === 'up' ? 'thumbsUp' : 'thumbsDown',
      label: which === 'up' ? 'Good answer' : 'Bad answer',
      pressed: rating === which,
      act: () => acts.rate(rating === which ? 'none' : which),
    });
  const acting = [
    footAction({
      icon: 'refresh',
      label: 'Answer again',
      disabled: acts.again === undefined,
      act: () => acts.again?.(),
    }),
    thumb('up'),
    thumb('down'),
  ];
  return messageFoot(
    pager(at, versions.length, acts),
    message.text ? copyAction(message.text) : nothing,
    newest && acts.isOwn ? acting : nothing,
    rating !== undefined && !acts.isOwn
      ? html`<span class="rated">${rating === 'up' ? 'Rated good' : 'Rated bad'}</span>`
      : nothing,
    saidAt(message.createdAt),
  );
}
