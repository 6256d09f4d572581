/** Buckets of one doubling of a time: each is 9 % wide. */
const PER_DOUBLING = 8;

/** A quantile that is read out of buckets lies at most this share beside the true one: 2^(1/16) − 1. */
export const QUANTILE_ERROR = 2 ** (1 / (2 * PER_DOUBLING)) - 1;

/** The bucket of a time in whole milliseconds, from 0 on: sums of buckets give quantiles, whatever was summed. */
export const bucketOf = (ms: number): number => (ms < 1 ? 0 : 1 + Math.floor(PER_DOUBLING * Math.log2(ms)));

/** The time in the middle of a bucket, in milliseconds. */
export const middleOf = (bucket: number): number => (bucket === 0 ? 0 : 2 ** ((bucket - 0.5) / PER_DOUBLING));
