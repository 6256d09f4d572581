import { css } from 'lit';

export const cannedEditorStyles = css`
  dialog {
    max-width: calc(var(--narrow) * 1.6);
    max-height: 90%;
    overflow-y: auto;
  }
  ul {
    display: grid;
    gap: var(--space-4);
    margin: 0 0 var(--space-4);
    padding: 0;
    list-style: none;
  }
  .first {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    margin-bottom: var(--space-1);
  }
  .first input {
    flex: 1;
    min-width: 0;
    min-height: var(--target);
  }
  input[aria-invalid='true'],
  textarea[aria-invalid='true'] {
    border-color: var(--danger);
  }
  .first b,
  .first small {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .first small {
    margin-inline-start: auto;
    color: var(--text-soft);
    font-size: var(--size-13);
  }
  .said {
    margin: 0;
    overflow-wrap: anywhere;
    font-size: var(--size-14);
    white-space: pre-line;
  }
  textarea {
    min-height: var(--target);
    margin: 0;
    padding: var(--space-2) var(--space-4);
    font-size: var(--size-14);
    field-sizing: content;
  }
  .check {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    width: fit-content;
    min-height: var(--target);
    margin: 0;
    cursor: pointer;
  }
  .check input {
    flex: none;
    width: var(--icon-small);
    height: var(--icon-small);
    min-height: 0;
    margin: 0;
    accent-color: var(--accent);
  }
  .wrong {
    margin: var(--space-1) 0 0;
    color: var(--danger);
    font-size: var(--size-14);
  }
  .more {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-2);
    margin-inline: calc(-1 * var(--space-2));
  }
  .state:empty {
    display: none;
  }
  .state p {
    margin-bottom: var(--space-2);
  }
  .state .text-button {
    margin: 0 0 var(--space-2) calc(-1 * var(--space-2));
  }
`;
