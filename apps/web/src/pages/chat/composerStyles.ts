import { css } from 'lit';

export const composerStyles = css`
  :host {
    display: block;
    width: 100%;
    max-width: calc(var(--column) + 2 * var(--space-4));
    margin: 0 auto;
    padding: var(--space-1) max(var(--space-4), var(--safe-right)) calc(var(--space-1) + var(--safe-bottom))
      max(var(--space-4), var(--safe-left));
  }
  .box {
    display: flex;
    align-items: flex-end;
    gap: var(--space-2);
    padding: var(--space-2);
    border: var(--hairline) solid var(--edge);
    border-radius: var(--radius-own);
    background: var(--surface-float);
  }
  .box:has(textarea:focus) {
    outline: var(--stroke) solid var(--accent);
    outline-offset: calc(-1 * var(--hairline));
  }
  .text {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    flex: 1;
    min-width: 0;
    max-height: var(--composer-max);
    overflow: hidden;
  }
  /* The same text unseen below what is written gives it its height: no measuring, nothing shrinks meanwhile. */
  .text::after {
    content: attr(data-text) ' ';
    visibility: hidden;
    white-space: pre-wrap;
    overflow-wrap: break-word;
  }
  .text::after,
  textarea {
    grid-area: 1 / 1;
    max-height: var(--composer-max);
    padding: calc((var(--target) - var(--size-16) * var(--leading)) / 2) var(--space-2);
    font: inherit;
    line-height: var(--leading);
    scrollbar-width: thin;
  }
  textarea {
    width: 100%;
    border: 0;
    background: none;
    color: inherit;
    resize: none;
  }
  textarea:focus {
    outline: none;
  }
  /* On one line, however long the name of who is written to. */
  textarea::placeholder {
    color: var(--text-soft);
    white-space: nowrap;
    opacity: 1;
  }
  .round {
    display: grid;
    place-items: center;
    flex: none;
    width: var(--target);
    height: var(--target);
    border-radius: var(--radius-round);
    background: var(--accent);
    color: var(--on-accent);
    transition: opacity var(--fast) var(--ease);
  }
  .round:hover {
    background: var(--accent-strong);
  }
  .round:disabled {
    background: var(--surface-2);
    color: var(--text-soft);
    cursor: default;
  }
  .stop {
    background: var(--text);
    color: var(--surface-0);
  }
  .stop:hover {
    background: var(--text-soft);
  }
  .below {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    min-height: var(--space-6);
    padding: var(--space-1) 0 0 var(--space-4);
  }
  .hint {
    flex: none;
    margin: 0;
    color: var(--text-soft);
    font-size: var(--size-13);
    font-variant-numeric: tabular-nums;
  }
  .hint:empty {
    display: none;
  }
`;
