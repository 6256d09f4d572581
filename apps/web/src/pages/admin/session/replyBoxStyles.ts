import { css } from 'lit';

export const replyBoxStyles = css`
  :host {
    display: block;
  }
  .reply {
    position: relative;
    width: 100%;
    max-width: calc(var(--column) + 2 * var(--space-4));
    margin: 0 auto;
  }
  .offer {
    position: absolute;
    inset: auto var(--space-4) 100%;
    z-index: 1;
    max-height: var(--composer-max);
    margin: 0 0 var(--space-1);
    padding: var(--space-1);
    overflow-y: auto;
    border: var(--hairline) solid var(--line);
    border-radius: var(--radius);
    background: var(--surface-float);
    box-shadow: var(--shadow);
    font-size: var(--size-14);
    list-style: none;
  }
  .none {
    padding: var(--space-3);
    color: var(--text-soft);
  }
  li {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    min-height: var(--target);
    padding: var(--space-1) var(--space-3);
    border-radius: var(--radius-small);
    cursor: pointer;
  }
  li b {
    flex: none;
    font-weight: var(--weight-strong);
  }
  li span {
    min-width: 0;
    overflow: hidden;
    color: var(--text-soft);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  li[aria-selected='true'],
  li:hover {
    background: var(--surface-2);
  }
  .small,
  .hint {
    color: var(--text-soft);
    font-size: var(--size-13);
    font-weight: var(--weight);
  }
  .small {
    margin-inline-start: calc(-1 * var(--space-2));
  }
  .hint {
    margin-inline-start: auto;
    padding-inline-end: var(--space-2);
  }
  kbd {
    padding: 0 var(--space-1);
    border: var(--hairline) solid var(--line);
    border-radius: var(--radius-small);
    font-family: var(--font-code);
    font-size: var(--size-code);
  }
`;
