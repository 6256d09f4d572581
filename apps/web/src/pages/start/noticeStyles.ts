import { css } from 'lit';

/** A whole page that only says something. */
export const noticeStyles = css`
  :host {
    display: block;
    height: 100%;
  }
  main {
    display: grid;
    align-content: center;
    gap: var(--space-2);
    max-width: calc(var(--narrow) + 2 * var(--space-4));
    height: 100%;
    margin: 0 auto;
    padding: var(--space-4);
  }
  h1 {
    margin: 0;
    font-size: var(--size-22);
    font-weight: var(--weight-strong);
    line-height: var(--leading-tight);
  }
  p {
    margin: 0;
    color: var(--text-soft);
  }
`;
