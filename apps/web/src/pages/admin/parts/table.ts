import { html, nothing, type TemplateResult } from 'lit';

/** One column of a table: its name, and what stands in it. */
export interface Column<T> {
  readonly name: string;
  readonly cell: (row: T) => unknown;
  /** `number`: at the right; `tight`: never broken. */
  readonly kind?: 'number' | 'tight';
}

/** A table whose cells know the names of their columns. */
export const table = <T>(
  label: string,
  columns: readonly Column<T>[],
  rows: readonly T[],
): TemplateResult => html`
  <table aria-label=${label}>
    <thead>
      <tr>
        ${columns.map(({ name, kind }) => html`<th scope="col" class=${kind ?? nothing}>${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
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
