import { css } from 'lit';

export const chatPageStyles = css`
  :host {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    height: 100%;
  }
  :host([data-wide]:not([data-list])) {
    grid-template-columns: var(--sidebar) minmax(0, 1fr);
  }
  :host([data-wide]) .chat {
    grid-column: -2;
  }
  .chat {
    display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
    grid-row: 1;
    min-height: 0;
  }
  header {
    position: relative;
    display: flex;
    align-items: center;
    gap: var(--space-1);
    min-height: var(--bar);
    padding: var(--safe-top) max(var(--space-2), var(--safe-right)) 0 max(var(--space-2), var(--safe-left));
    border-bottom: var(--hairline) solid var(--line);
  }
  :host([data-wide]) header {
    padding-inline-start: var(--space-4);
  }
  .title {
    flex: 0 1 auto;
    min-width: 0;
    margin: 0;
    font-size: var(--size-16);
    font-weight: var(--weight-strong);
    line-height: var(--leading);
  }
  .title:has(button) {
    margin-inline-start: calc(-1 * var(--space-2));
  }
  .title > span,
  .title > button {
    display: block;
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .title > button {
    min-height: var(--target);
    padding-inline: var(--space-2);
    border-radius: var(--radius-small);
    font-weight: inherit;
    cursor: text;
  }
  .title > button:hover {
    background: var(--surface-1);
  }
  .title > parley-name-field {
    width: var(--narrow);
    max-width: 100%;
    font-weight: var(--weight);
  }
  .title:has(parley-name-field) {
    flex: 1;
  }
  parley-model-menu {
    flex: none;
    max-width: 45%;
  }
  .gap {
    flex: 1;
  }
`;
