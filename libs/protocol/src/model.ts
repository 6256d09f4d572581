import { z } from 'zod';
import { ModelId } from './ids.ts';

/** A model that can be chosen. */
export const Model = z.object({
  id: ModelId,
  label: z.string(),
  provider: z.enum(['openai', 'anthropic', 'dify', 'demo']),
  vision: z.boolean(),
  voice: z.boolean(),
});
export type Model = z.infer<typeof Model>;
