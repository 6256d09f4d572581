import { RequestError } from '../../http/requestError.ts';

const NAMED = /^body\.([\w.]+): (.+?)\.?$/s;

/** The field of what was sent that a refusal names, and its rule; undefined: it is about something else. */
export function refusedField(thrown: unknown): { readonly field: string; readonly rule: string } | undefined {
  const message = thrown instanceof RequestError ? thrown.error.message : '';
  const [, field, rule] = NAMED.exec(message) ?? [];
  return field && rule ? { field, rule } : undefined;
}
