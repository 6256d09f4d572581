import type { z } from 'zod';
import { ClientFrame } from './clientFrames.ts';
import { ParleyError, type ErrorCode } from './errors.ts';
import { Uuid } from './ids.ts';
import { ruleWords } from './ruleWords.ts';

/** A frame, or why it was refused; `ref` is the frame's id where it had a valid one. */
export type ParsedFrame =
  | { readonly ok: true; readonly frame: ClientFrame }
  | { readonly ok: false; readonly ref: Uuid | undefined; readonly error: ParleyError<'validation'> };

const KNOWN = new Set<string>(ClientFrame.options.map((option) => option.shape.type.value));

const refuse = (ref: Uuid | undefined, code: ErrorCode<'validation'>, message: string): ParsedFrame => ({
  ok: false,
  ref,
  error: new ParleyError('validation', code, message),
});

/** The public code for a broken rule. */
function codeOf(issue: z.core.$ZodIssue): ErrorCode<'validation'> {
  if (issue.code === 'custom' && issue.params?.['code'] === 'empty') return 'empty';
  if (issue.code === 'too_big' && issue.origin === 'string') return 'too_long';
  if (issue.code === 'too_small' && issue.origin === 'string') return 'empty';
  return 'invalid_field';
}

function parseJson(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

/**
 * Reads one frame of a client. Never throws: whatever `data` is, the answer is a frame that fits its schema (unknown
 * fields taken out) or a `validation` error that names the field and the rule.
 */
export function parseClientFrame(data: string): ParsedFrame {
  const value = parseJson(data);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(undefined, 'malformed', 'A frame must be a JSON object.');
  }
  const { id, type } = value as { id?: unknown; type?: unknown };
  const ref = Uuid.safeParse(id);
  if (!ref.success) return refuse(undefined, 'malformed', `id: ${ref.error.issues[0]?.message}.`);
  if (typeof type !== 'string') return refuse(ref.data, 'malformed', 'type: must be a string.');
  if (!KNOWN.has(type)) return refuse(ref.data, 'unknown_type', 'type: is not one that this server serves.');
  const parsed = ClientFrame.safeParse(value, { error: ruleWords });
  if (parsed.success) return { ok: true, frame: parsed.data };
  const [issue] = parsed.error.issues;
  if (!issue) return refuse(ref.data, 'malformed', 'A frame must fit its schema.');
  return refuse(ref.data, codeOf(issue), `${issue.path.join('.') || 'frame'}: ${issue.message}.`);
}
