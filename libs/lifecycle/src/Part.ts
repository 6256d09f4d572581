/** Anything that runs for as long as the service does. */
export interface Part {
  readonly name: string;
  /** Resolves when the part does its work; may be missing when there is nothing to start. */
  start?(): Promise<void> | void;
  /** Finishes or hands back what is in work, and closes. May come while `start` is still under way, but only once. */
  stop?(): Promise<void> | void;
  /** The longest that `stop` may take, in milliseconds; unless told, half of what is left of the whole. */
  readonly stopMs?: number;
}

/** A whole service, or any group of parts. */
export interface Running {
  /** @throws whatever made a part fail to start; what had been started is stopped then */
  start(): Promise<void>;
  /** Never throws; true when all parts stopped well within their bounds. Repeated calls get the first one's result. */
  stop(): Promise<boolean>;
}
