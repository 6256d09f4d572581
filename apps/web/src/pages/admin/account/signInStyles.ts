import { css } from 'lit';

export const signInStyles = css`
  :host {
    display: grid;
    align-content: safe center;
    height: 100%;
    overflow-y: auto;
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
  #name:focus {
    outline: var(--stroke) solid var(--accent);
    outline-offset: calc(-1 * var(--hairline));
  }
  fieldset {
    margin: 0 0 var(--space-6);
    padding: 0;
    border: 0;
  }
  .role {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    min-height: var(--space-12);
    border-bottom: var(--hairline) solid var(--line);
    cursor: pointer;
  }
  .role input {
    flex: none;
    width: var(--icon-small);
    height: var(--icon-small);
    margin: 0;
    accent-color: var(--accent);
  }
  .role span {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-2);
    align-items: baseline;
    padding-block: var(--space-1);
  }
  .role small {
    color: var(--text-soft);
    font-size: var(--size-14);
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
