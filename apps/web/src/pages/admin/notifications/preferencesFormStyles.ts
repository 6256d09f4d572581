import { css } from 'lit';

export const preferencesFormStyles = css`
  form {
    display: grid;
    gap: var(--space-6);
    max-width: var(--column);
  }
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    margin-bottom: var(--space-1);
    padding: 0;
    font-size: var(--size-16);
    font-weight: var(--weight-strong);
  }
  .ways {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--space-4) var(--space-6);
  }
  .hours {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr)) minmax(0, 2fr);
    gap: var(--space-3);
    margin-block: var(--space-1) var(--space-2);
  }
  .check {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    min-height: max(var(--target), var(--space-10));
    cursor: pointer;
    font-size: var(--size-14);
  }
  .check input {
    flex: none;
    width: var(--icon-small);
    height: var(--icon-small);
    margin: 0;
    accent-color: var(--accent);
  }
  .field {
    min-width: 0;
  }
  .field label {
    display: block;
    margin-bottom: var(--space-1);
    color: var(--text-soft);
    font-size: var(--size-13);
  }
  .field :is(input, select) {
    width: 100%;
    min-height: max(var(--target), var(--space-10));
    padding: 0 var(--space-3);
    border: var(--hairline) solid var(--edge);
    border-radius: var(--radius);
    background: var(--surface-float);
    color: var(--text);
    font: inherit;
  }
  .field :is(input, select):focus {
    outline: var(--stroke) solid var(--accent);
    outline-offset: calc(-1 * var(--hairline));
  }
  .field input[aria-invalid='true'] {
    border-color: var(--danger);
  }
  .wrong {
    margin-top: var(--space-1);
    color: var(--danger);
    font-size: var(--size-14);
  }
  .wrong:empty {
    display: none;
  }
  .end {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-4);
  }
  .end .wrong {
    margin: 0;
  }
  .done {
    color: var(--text-soft);
    font-size: var(--size-14);
  }
  .main-button:disabled {
    background: var(--surface-2);
    color: var(--text-soft);
    cursor: default;
  }
  @media (max-width: 40rem) {
    .ways {
      grid-template-columns: minmax(0, 1fr);
    }
    .hours {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .zone {
      grid-column: 1 / -1;
    }
  }
`;
