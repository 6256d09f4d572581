import { z } from 'zod';
import { wholeNumber } from './wholeNumber.ts';

const MAX_LIMIT = 200;
/** Fits into the address of a request, whatever proxies it comes through. */
const MAX_CURSOR = 4096;

/** The query of a list: how many, and after which place. A cursor is what the page before it gave as `nextCursor`. */
export const PageQuery = z.object({
  limit: wholeNumber(1, MAX_LIMIT).default(50).describe('how many, at most'),
  cursor: z.string().min(1).max(MAX_CURSOR).optional().describe('nextCursor of the page before'),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** One page of a list; `nextCursor` is null on the last one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
