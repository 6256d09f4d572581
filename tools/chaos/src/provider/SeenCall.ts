/** A call as the provider saw it. Times are milliseconds since 1970. */
export interface SeenCall {
  /** What its request's header says. */
  readonly id: string;
  readonly seenAt: number;
  /**
   * `aborted`: its client broke it off before all was said; `failed`: it was refused, or broken off by the provider;
   * left out: it is under way.
   */
  readonly end?: 'complete' | 'aborted' | 'failed';
  readonly endedAt?: number;
}
