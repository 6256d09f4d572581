import type { z } from 'zod';
import { integer } from './integer.ts';

/** A TCP port to listen on; 0 takes any free one. */
export function port(): z.ZodType<number, string> {
  return integer(0, 65_535);
}
