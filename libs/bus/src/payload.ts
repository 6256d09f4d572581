import { ParleyError } from '@parley/protocol';
import type { z } from 'zod';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** What can be sent: bytes go as they are, anything else as JSON. */
export type Payload = Uint8Array | Readonly<Record<string, unknown>>;

export const toBytes = (payload: Payload): Uint8Array =>
  payload instanceof Uint8Array ? payload : encoder.encode(JSON.stringify(payload));

/**
 * Reads a payload that was sent as JSON.
 * @throws ParleyError validation/malformed (not JSON) or validation/invalid_field (names the field and the rule)
 */
export function fromBytes<S extends z.ZodType>(schema: S, bytes: Uint8Array): z.infer<S> {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(bytes));
  } catch (cause) {
    throw new ParleyError('validation', 'malformed', 'payload: must be JSON', { cause });
  }
  return checked(schema, value);
}

/**
 * The value, when it is as the schema says.
 * @throws ParleyError validation/invalid_field: names the field and the rule, never the value
 */
export function checked<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.join('.') || 'payload';
  throw new ParleyError('validation', 'invalid_field', `${field}: ${issue?.message ?? 'is wrong'}`);
}
