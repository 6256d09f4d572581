import { css } from 'lit';

/** A question that stands before everything else, on a phone a sheet from below. */
export const dialogStyles = css`
  dialog {
    width: calc(100% - 2 * var(--space-4));
    max-width: calc(var(--narrow) + 2 * var(--space-6));
    padding: var(--space-6);
    border: var(--hairline) solid var(--line);
    border-radius: var(--radius-own);
    background: var(--surface-float);
    color: inherit;
    box-shadow: var(--shadow);
  }
  dialog::backdrop {
    background: var(--veil);
  }
  h2 {
    margin: 0 0 var(--space-2);
    font-size: var(--size-18);
    line-height: var(--leading-tight);
  }
  p {
    margin: 0 0 var(--space-5);
    color: var(--text-soft);
    text-wrap: pretty;
  }
  label {
    display: block;
    margin-bottom: var(--space-1);
    font-size: var(--size-14);
  }
  label small {
    color: var(--text-soft);
    font-size: var(--size-13);
  }
  input,
  select,
  textarea {
    display: block;
    width: 100%;
    min-height: var(--space-12);
    padding: 0 var(--space-4);
    border: var(--hairline) solid var(--edge);
    border-radius: var(--radius);
    background: var(--surface-0);
    color: inherit;
    font: inherit;
  }
  textarea {
    margin-bottom: var(--space-4);
    padding-block: var(--space-3);
    line-height: var(--leading);
    resize: vertical;
  }
  select {
    margin-bottom: var(--space-4);
  }
  textarea + .other {
    margin: calc(-1 * var(--space-3)) 0 0 calc(-1 * var(--space-2));
    font-size: var(--size-14);
  }
  .why {
    margin: var(--space-2) 0 0;
    font-size: var(--size-13);
  }
  input:focus,
  select:focus,
  textarea:focus {
    outline: var(--stroke) solid var(--accent);
    outline-offset: calc(-1 * var(--hairline));
  }
  .problem {
    margin: var(--space-3) 0 0;
    color: var(--danger);
    font-size: var(--size-14);
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: var(--space-2);
    margin-top: var(--space-5);
  }
  .main-button.danger {
    background: var(--danger);
  }
  .main-button:disabled {
    background: var(--surface-2);
    color: var(--text-soft);
    cursor: default;
  }
  @media (max-width: 40rem) {
    dialog {
      width: 100%;
      max-width: none;
      margin: auto 0 0;
      padding-bottom: calc(var(--space-6) + var(--safe-bottom));
      border-width: var(--hairline) 0 0;
      border-radius: var(--radius-own) var(--radius-own) 0 0;
    }
  }
`;
