import type { RingKey } from '../../src/index.ts';

/** A key of the same bytes for the same id. */
export const testKey = (id: string): RingKey => ({ id, key: Buffer.alloc(32, id) });
