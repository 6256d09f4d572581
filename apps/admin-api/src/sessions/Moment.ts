import { z } from 'zod';

const RULE = 'must be an ISO 8601 time in UTC, or a day';

/** A moment in a query, given as a time or as a day that begins with it; milliseconds since 1970. */
export const Moment = z
  .union([z.iso.datetime(), z.iso.date()], RULE)
  .transform((text) => Date.parse(text))
  .describe('an ISO 8601 time in UTC, or a day');
