import { z } from 'zod';
import { cleanText } from './cleanText.ts';
import { MAX_NAME, MAX_USER_ID } from './limits.ts';

/**
 * Id of a session, a message, a frame, a file or a connection: a UUID as RFC 9562 writes it, in lower case. One in upper case
 * would be the same id by that, and another text: it is refused, so that an id is the same wherever it comes back.
 */
export const Uuid = z
  .uuid({ error: 'must be a UUID', abort: true })
  .refine((id) => id === id.toLowerCase(), 'must be a UUID in lower case');
/**
 * Id of a user: any well-formed string of 1–200 UTF-16 units (databases take lone surrogates for one and the same
 * character). Never part of a subject as it is.
 */
export const UserId = z
  .string()
  .min(1, 'must not be empty')
  .max(MAX_USER_ID, `must be at most ${MAX_USER_ID} characters`)
  .refine((id) => id.isWellFormed(), 'must be well-formed Unicode');
/** Id of a model as the operator's models file names it. */
export const ModelId = z.string().min(1, 'must not be empty').max(100, 'must be at most 100 characters');
/** A session's name as its user gives it: one line of 1–60 UTF-16 units. */
export const SessionName = z
  .string()
  .transform((name) => cleanText(name).replace(/\s+/gu, ' ').trim())
  .pipe(z.string().min(1, 'must not be empty').max(MAX_NAME, `must be at most ${MAX_NAME} characters`));
/** Number of a stored change of a session: from 1, without gaps. 0 stands for "nothing yet". */
export const Rev = z.int().min(0, 'must be 0 or more');
/** Where somebody asks from: an IPv4 or IPv6 address, without a port or a zone. */
export const Address = z.string().regex(/^[0-9a-f:.]{2,45}$/iu, 'must be an IP address');
/** A moment, as ISO 8601 in UTC with milliseconds. */
export const Timestamp = z.iso.datetime('must be an ISO 8601 time in UTC');

export type Uuid = z.infer<typeof Uuid>;
export type UserId = z.infer<typeof UserId>;
