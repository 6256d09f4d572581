import { wordsFor } from '../../words/wordsFor.ts';
import type { Preferences } from '../api/people.ts';
import { refusedField } from '../parts/refusedField.ts';

/** Fields of the form, as the admin API names them. */
export const FIELDS = ['email', 'phone', 'quiet.from', 'quiet.to', 'quiet.timeZone'] as const;
export type Field = (typeof FIELDS)[number];

/** What is wrong, in words; without a field it is about the whole. */
export interface FieldProblem {
  readonly field?: Field;
  readonly words: string;
}

const sentence = (rule: string): string => `${rule.charAt(0).toUpperCase()}${rule.slice(1)}.`;

/** A way that is wanted without an address: nobody else would say so. */
export function missingAddress({ channels, email, phone }: Preferences): FieldProblem | undefined {
  if (channels.includes('email') && email === undefined)
    return { field: 'email', words: 'Is needed for mail.' };
  if (channels.includes('sms') && phone === undefined) return { field: 'phone', words: 'Is needed for SMS.' };
  return undefined;
}

/** Why something couldn't be kept, at the field that the admin API names. */
export function fieldProblem(thrown: unknown): FieldProblem {
  const { field: name, rule } = refusedField(thrown) ?? {};
  const field = FIELDS.find((one) => one === name);
  return field && rule ? { field, words: sentence(rule) } : { words: wordsFor(thrown) };
}
