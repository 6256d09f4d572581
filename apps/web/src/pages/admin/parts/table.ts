import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

/** One column of a table: its name, and what stands in it. */
export interface Column<T> {
  readonly name: string;
  readonly cell: (row: T) => unknown;
  /** `number`: at the right; `tight`: never broken. */
  readonly kind?: 'number' | 'tight';
}

/**
 * A table whose cells know the names of their columns. What has a row's focus, or is about to be pressed, stays that of
 * the same thing wherever its row moves: `keyOf` tells things apart.
 */
export const table = <T>(
  label: string,
  columns: readonly Column<T>[],
  rows: readonly T[],
  keyOf: (row: T) => unknown,
): TemplateResult => html`
  <table aria-label=${label}>
    <thead>
      <tr>
        ${columns.map(({ name, kind }) => html`<th scope="col" class=${kind ?? nothing}>${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${repeat(
        rows,
        keyOf,
        (row) =>
          html`<tr>
            ${columns.map(
              ({ name, cell, kind }) =>
                html`<td class=${kind ?? nothing} data-name=${name}>${cell(row)}</td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>
`;
