import { wordsFor } from '../../words/wordsFor.ts';
import { refusedField } from '../parts/refusedField.ts';
import type { RowProblem } from './cannedRow.ts';
import { RowRefused } from './cannedWriter.ts';

const LABELS = { shortcut: 'Short-cut', text: 'Text' } as const;

/** Why a reply couldn't be kept, at its row and the field that the admin API names; undefined: it is about no row. */
export function rowProblem(thrown: unknown): RowProblem | undefined {
  if (!(thrown instanceof RowRefused)) return undefined;
  const { id, cause } = thrown;
  const { field, rule } = refusedField(cause) ?? {};
  if (field === 'shortcut' || field === 'text') return { id, field, words: `${LABELS[field]}: ${rule}.` };
  if (field === 'owner') return { id, words: `Whose it is: ${rule}.` };
  return { id, words: wordsFor(cause) };
}
