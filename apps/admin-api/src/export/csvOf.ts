import { csvCell } from './csvCell.ts';

type Cell = string | number | boolean | undefined;

/** The columns of a file, by name, each with what stands in it. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => Cell>>;

const line = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** What was read as CSV, each as `rowOf` gives it, behind a line that names the columns. */
export async function* csvOf<Read, Row>(
  columns: Columns<Row>,
  read: AsyncIterable<Read>,
  rowOf: (one: Read) => Row,
): AsyncGenerator<string> {
  yield line(Object.keys(columns));
  for await (const one of read) {
    const row = rowOf(one);
    yield line(Object.values(columns).map((cell) => cell(row)));
  }
}
