import { css } from 'lit';

/** A form that asks who somebody is, before anything else is shown. */
export const entryStyles = css`
  :host {
    display: grid;
    padding: var(--space-6) max(var(--space-4), var(--safe-right)) var(--space-8)
      max(var(--space-4), var(--safe-left));
  }
  form {
    display: grid;
    width: 100%;
    max-width: var(--narrow);
    margin: 0 auto;
  }
  h1 {
    margin: 0 0 var(--space-2);
    font-size: var(--size-28);
    font-weight: var(--weight-strong);
    line-height: var(--leading-tight);
  }
  p {
    margin: 0 0 var(--space-6);
    color: var(--text-soft);
    text-wrap: pretty;
  }
  form > label,
  legend {
    margin-bottom: var(--space-1);
    padding: 0;
    font-size: var(--size-14);
  }
  #name {
    width: 100%;
    min-height: var(--space-12);
    margin-bottom: var(--space-5);
    padding: 0 var(--space-4);
    border: var(--hairline) solid var(--edge);
    border-radius: var(--radius);
    background: var(--surface-float);
    color: inherit;
    font: inherit;
  }
  .main-button {
    min-height: var(--space-12);
  }
  .problem {
    margin: var(--space-4) 0 0;
    color: var(--danger);
    font-size: var(--size-14);
  }
`;
