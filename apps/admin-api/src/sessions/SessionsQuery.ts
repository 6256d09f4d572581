import { PageQuery } from '@parley/http';
import { MAX_QUERY, ModelId, ParleyError, UserId } from '@parley/protocol';
import { FLEET_SORTS, type AuditFacts, type FleetQuery } from '@parley/store';
import { z } from 'zod';
import { Moment } from './Moment.ts';

/** Which of all sessions are asked for, in which order. */
export const SessionsFilter = z.object({
  userId: UserId.optional(),
  from: Moment.optional().describe('made then or later'),
  to: Moment.optional().describe('made before'),
  state: z.enum(['active', 'idle', 'ended'], 'must be active, idle or ended').optional(),
  handling: z.enum(['ai', 'requested', 'human'], 'must be ai, requested or human').optional(),
  assisted: z
    .enum(['true', 'false'], 'must be true or false')
    .optional()
    .describe('whether an admin had it at some time'),
  model: ModelId.optional(),
  text: z
    .string()
    .max(MAX_QUERY, `must be at most ${MAX_QUERY} characters`)
    .optional()
    .describe('only sessions with all of these words in their name or in one message; together with userId'),
  sort: z.enum(FLEET_SORTS, `must be one of ${FLEET_SORTS.join(', ')}`).default('lastActivityAt'),
  order: z.enum(['asc', 'desc'], 'must be asc or desc').default('desc'),
});

/** The same, a page at a time. */
export const SessionsQuery = PageQuery.extend(SessionsFilter.shape);
export type SessionsQuery = z.infer<typeof SessionsQuery>;

const refuse = (words: string): ParleyError => new ParleyError('validation', 'invalid_field', words);

/** What is asked for, as the store takes it; with `text` it is a search of the sessions of `userId`. */
export interface Asked extends FleetQuery {
  readonly search?: { readonly userId: string; readonly text: string };
}

/** @throws ParleyError validation/invalid_field when it can't be asked together */
export function toAsked({ assisted, text, ...query }: SessionsQuery): Asked {
  const asked = { ...query, ...(assisted !== undefined && { assisted: assisted === 'true' }) };
  if (text === undefined || text.trim() === '') return asked;
  if (query.userId === undefined)
    throw refuse('text: is looked for in the sessions of one user: give userId too.');
  if (query.sort !== 'lastActivityAt' || query.order !== 'desc')
    throw refuse('sort: with text it can only be lastActivityAt, in the order desc.');
  return { ...asked, search: { userId: query.userId, text } };
}

/** What of a filter may be on record: all but the user, who is the target, and the words that are looked for. */
export function factsOf({ userId: _userId, text, ...filter }: z.infer<typeof SessionsFilter>): AuditFacts {
  const facts: Record<string, string | boolean> = {};
  for (const [name, value] of Object.entries(filter)) {
    if (value !== undefined) facts[name] = typeof value === 'number' ? new Date(value).toISOString() : value;
  }
  return text === undefined || text.trim() === '' ? facts : { ...facts, text: true };
}
