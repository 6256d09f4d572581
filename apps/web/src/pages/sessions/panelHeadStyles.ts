import { css } from 'lit';

export const panelHeadStyles = css`
  .head {
    display: flex;
    align-items: center;
    gap: var(--space-1);
    min-height: var(--bar);
    padding: var(--safe-top) max(var(--space-2), var(--safe-right)) 0 max(var(--space-5), var(--safe-left));
  }
  .mark,
  h1 {
    flex: 1;
    min-width: 0;
    margin: 0;
    color: inherit;
    font-size: var(--size-16);
    font-weight: var(--weight-strong);
    text-decoration: none;
  }
  h1:focus {
    outline: none;
  }
  .icon-button[aria-pressed='true'] {
    background: var(--surface-2);
    color: var(--accent);
  }
  .panel .icon-button:hover {
    background: var(--surface-2);
  }
  :host([whole]) h1 {
    font-size: var(--size-18);
  }
`;
