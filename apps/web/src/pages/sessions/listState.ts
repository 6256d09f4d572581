import { html, nothing, type TemplateResult } from 'lit';
import { wordsFor } from '../words/wordsFor.ts';
import type { OwnSessions } from './ownSessions.ts';

const empty = (title: string, how: string | TemplateResult): TemplateResult =>
  html`<div class="empty">
    <h2>${title}</h2>
    <p>${how}</p>
  </div>`;

/** Below the rows: that more come, that they can't, or why there are none. */
export function listState(sessions: OwnSessions, rows: number): TemplateResult | typeof nothing {
  const { archived, loading, failed, isWhole, again } = sessions;
  const query = sessions.search.text;
  if (failed) {
    return html`<p class="failed">${wordsFor(failed)}</p>
      <button class="text-button" type="button" @click=${again}>Try again</button>`;
  }
  if (loading) return html`<p class="loading">${query ? 'Searching…' : 'Loading…'}</p>`;
  if (query) {
    if (rows > 0)
      return html`<span class="unseen">${rows} ${rows === 1 ? 'conversation' : 'conversations'} found</span>`;
    return empty(
      'Nothing found',
      html`No conversation has <bdi>“${query}”</bdi> in its name or its messages.`,
    );
  }
  if (rows > 0 || !isWhole) return nothing;
  return archived
    ? empty('Nothing is archived', 'Archive a conversation to have it out of the way without losing it.')
    : empty('Nothing here yet', 'What you talk about in a chat is kept, and you find it here again.');
}
