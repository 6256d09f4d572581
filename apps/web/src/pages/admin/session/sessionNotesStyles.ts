import { css } from 'lit';

export const sessionNotesStyles = css`
  :host {
    display: block;
    font-size: var(--size-14);
  }
  h2 {
    margin: 0 0 var(--space-2);
    font-size: var(--size-14);
    font-weight: var(--weight-strong);
  }
  ul {
    margin: 0 0 var(--space-3);
    padding: 0;
    list-style: none;
  }
  li {
    padding: var(--space-2) 0;
    border-bottom: var(--hairline) solid var(--line);
  }
  p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .words {
    white-space: pre-wrap;
  }
  .by,
  .none {
    color: var(--text-soft);
    font-size: var(--size-13);
  }
  .none {
    margin-bottom: var(--space-3);
  }
  .by {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-2);
  }
  .by > :first-child,
  .for {
    color: var(--human);
  }
  .for {
    color: var(--accent);
  }
  form {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-1) var(--space-2);
  }
  textarea {
    width: 100%;
    padding: var(--space-2) var(--space-3);
    border: var(--hairline) solid var(--edge);
    border-radius: var(--radius);
    background: var(--surface-float);
    color: inherit;
    font: inherit;
    line-height: var(--leading);
    resize: none;
    field-sizing: content;
  }
  textarea:focus {
    outline: var(--stroke) solid var(--accent);
    outline-offset: calc(-1 * var(--hairline));
  }
  textarea::placeholder {
    color: var(--text-soft);
    opacity: 1;
  }
  label {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-height: var(--target);
    color: var(--text-soft);
    font-size: var(--size-13);
    cursor: pointer;
  }
  input {
    width: var(--icon-small);
    height: var(--icon-small);
    margin: 0;
    accent-color: var(--accent);
  }
  form > [role='alert'] {
    flex-basis: 100%;
  }
  .problem {
    color: var(--danger);
  }
`;
