/** @throws RangeError unless `limit` is an integer from 1 to `max` */
export function checkLimit(limit: number, max: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > max) {
    throw new RangeError(`limit: must be an integer from 1 to ${max}, is ${limit}`);
  }
}
