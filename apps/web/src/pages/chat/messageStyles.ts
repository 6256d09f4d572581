import { css } from 'lit';

export const messageStyles = css`
  .message {
    display: flex;
    flex-direction: column;
    min-width: 0;
  }
  .own {
    align-items: flex-end;
    animation: appear var(--slow) var(--ease);
  }
  .bubble {
    max-width: var(--bubble);
    padding: var(--space-2) var(--space-4);
    border-radius: var(--radius-own);
    background: var(--surface-2);
    line-height: var(--leading-message);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .words,
  parley-answer-text:not(:defined) {
    line-height: var(--leading-message);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .name {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    margin-bottom: var(--space-1);
    font-size: var(--size-14);
    font-weight: var(--weight-strong);
  }
  .person .name > span:last-child {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .model {
    color: var(--text-soft);
    font-weight: var(--weight);
  }
  .person .name {
    color: var(--human);
  }
  .portrait {
    display: grid;
    place-items: center;
    flex: none;
    width: var(--portrait);
    height: var(--portrait);
    border-radius: var(--radius-round);
    background: var(--human-surface);
  }
  .foot,
  .state {
    display: flex;
    align-items: center;
    gap: var(--space-1);
    min-height: var(--target);
    margin-bottom: calc(-1 * var(--space-4));
    color: var(--text-soft);
    font-size: var(--size-13);
    font-variant-numeric: tabular-nums;
  }
  .answer .foot,
  .person .foot {
    margin-inline-start: calc(-1 * var(--space-2));
  }
  .at {
    display: flex;
    gap: var(--space-2);
    margin-inline: var(--space-1);
    white-space: nowrap;
  }
  .rated {
    margin-inline: var(--space-1);
  }
  .versions {
    display: flex;
    align-items: center;
  }
  .foot button:disabled {
    opacity: 0.4;
    cursor: default;
  }
  .foot [aria-pressed='true'] {
    color: var(--accent);
  }
  .foot [aria-pressed='true'] svg.icon {
    fill: color-mix(in oklch, var(--accent) 22%, transparent);
  }
  .answer[data-marked] > parley-answer-text,
  .person[data-marked] > .words,
  [data-marked] > .bubble {
    border-radius: var(--radius-small);
    animation: mark var(--marked) var(--ease);
  }
  [data-marked] > .bubble {
    border-radius: var(--radius-own);
  }
  .message:focus {
    outline: none;
  }
  .foot {
    opacity: 0;
    transition: opacity var(--fast) var(--ease);
  }
  .message:hover .foot,
  .message:focus-within .foot,
  .foot:has([data-told]),
  .foot:has([aria-pressed='true']),
  .foot:has(.versions) {
    opacity: 1;
  }
  .foot svg.icon {
    width: var(--icon-small);
    height: var(--icon-small);
  }
  .done,
  [data-told='Copied'] .not-done {
    display: none;
  }
  [data-told='Copied'] .done {
    display: block;
    color: var(--accent);
  }
  .state {
    opacity: 0;
    animation: appear var(--slow) var(--ease) var(--soon) forwards;
  }
  .state.problem {
    animation-delay: 0ms;
    margin-top: var(--space-1);
    align-items: baseline;
    flex-wrap: wrap;
    justify-content: flex-end;
    max-width: var(--bubble);
    color: var(--danger);
    text-align: end;
  }
  @keyframes mark {
    0%,
    60% {
      background: var(--found);
    }
  }
  @media (hover: none) {
    .foot {
      gap: 0;
      opacity: 1;
    }
  }
`;
