import { css } from 'lit';

/** The console's sign-in, beside what it shares with the chat's. */
export const signInStyles = css`
  :host {
    align-content: safe center;
    height: 100%;
    overflow-y: auto;
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
`;
