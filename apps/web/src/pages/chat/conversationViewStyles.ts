import { css } from 'lit';

export const conversationViewStyles = css`
  :host {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    min-height: 0;
  }
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-height: 0;
  }
  .none {
    grid-template-columns: minmax(0, var(--column));
    align-content: center;
    justify-content: center;
    padding: var(--space-4);
  }
  .none div {
    max-width: var(--narrow);
  }
  .none h1 {
    margin: 0 0 var(--space-2);
    font-size: var(--size-22);
    line-height: var(--leading-tight);
  }
  .none p {
    margin: 0 0 var(--space-6);
    color: var(--text-soft);
  }
  .watched {
    color: var(--text-soft);
    font-size: var(--size-13);
  }
  .call {
    margin-inline-start: auto;
    color: var(--text-soft);
    font-size: var(--size-13);
    font-weight: var(--weight);
  }
  .problem p {
    max-width: var(--column);
    margin: 0 auto;
    padding: var(--space-2) var(--space-4);
    color: var(--danger);
    font-size: var(--size-14);
  }
`;
