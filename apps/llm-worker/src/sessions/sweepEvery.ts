const SHORTEST_MS = 100;
const LONGEST_MS = 30_000;

/**
 * How often sessions are swept when nobody says it, in milliseconds: eight times within the continuity window, so that a
 * session ends soon after it, however short it is, and presence is renewed before it runs out.
 */
export const sweepEvery = (windowMs: number): number =>
  Math.max(SHORTEST_MS, Math.min(windowMs / 8, LONGEST_MS));
