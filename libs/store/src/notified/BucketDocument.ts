/** A bucket of notifications of one kind to one recipient. */
export interface BucketDocument {
  /** As `bucketOf` names it. */
  readonly _id: string;
  /** When it is full again, were nothing more taken: milliseconds since 1970, with fractions. */
  readonly fullAt: number;
}
