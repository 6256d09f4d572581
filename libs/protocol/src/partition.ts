import { PARTITIONS } from './limits.ts';

/** Partition (0 … PARTITIONS−1) of a session's commands: FNV-1a over its id. Never changes for a session. */
export function partitionOf(sessionId: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < sessionId.length; at++) {
    hash = Math.imul(hash ^ sessionId.charCodeAt(at), 0x01000193) >>> 0;
  }
  return hash % PARTITIONS;
}
