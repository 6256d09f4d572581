import { css } from 'lit';

export const chatPageStyles = css`
  :host {
    display: grid;
    grid-template: auto minmax(0, 1fr) auto auto / minmax(0, 1fr);
    height: 100%;
  }
  header {
    position: relative;
    display: flex;
    align-items: center;
    gap: var(--space-1);
    min-height: var(--bar);
    padding: var(--safe-top) max(var(--space-2), var(--safe-right)) 0 max(var(--space-4), var(--safe-left));
    border-bottom: var(--hairline) solid var(--line);
  }
  .mark {
    font-weight: var(--weight-strong);
  }
  .gap {
    flex: 1;
  }
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-height: 0;
  }
  .none {
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
  .problem p {
    max-width: var(--column);
    margin: 0 auto;
    padding: var(--space-2) var(--space-4);
    color: var(--danger);
    font-size: var(--size-14);
  }
`;
