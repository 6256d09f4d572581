/** What a turn may spend on calls, over all models of its chain. */
export interface BudgetLimits {
  readonly attempts: number;
  readonly budgetMs: number;
}

/**
 * What is left of a turn's budget. Each of its models has its share of the time, and leaves at least one attempt to each
 * that stands in for it: else the first one would use up all of it, and a fallback would never be asked.
 */
export class Budget {
  /** Calls that were made. */
  tried = 0;
  readonly #limits: BudgetLimits;
  readonly #models: number;
  readonly #now: () => number;
  #begunAt: number;

  /** `models`: how many there are in the chain. `now`: milliseconds since 1970. */
  constructor(limits: BudgetLimits, models: number, now: () => number) {
    this.#limits = limits;
    this.#models = models;
    this.#now = now;
    this.#begunAt = now();
  }

  /** Gives back the time that a model had for its first word, and took: whoever stands in must have its own. */
  giveBack(ms: number): void {
    this.#begunAt += ms;
  }

  /** Whether a model that has `behind` others to stand in for it may be called once more, in `ms`. */
  allows(ms: number, behind: number): boolean {
    return this.tried < this.#limits.attempts - behind && ms <= this.leftMs(behind);
  }

  /** What is left of the time in which such a model may begin a call, in milliseconds. */
  leftMs(behind: number): number {
    const share = this.#limits.budgetMs * ((this.#models - behind) / this.#models);
    return Math.max(0, this.#begunAt + share - this.#now());
  }
}
