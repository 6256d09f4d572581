const FIRST_MS = 200;
const LAST_MS = 5000;

/** Wait before the next try after `failures` (1, 2, …) in a row, in milliseconds: 200, 400, … up to 5000. */
export const backoff = (failures: number): number => Math.min(FIRST_MS * 2 ** (failures - 1), LAST_MS);
