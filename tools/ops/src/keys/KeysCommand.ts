/** What a command of `npm run keys` came to. */
export interface Told {
  /** For standard output. */
  readonly out: string;
  /** For people, beside it. */
  readonly note?: string;
  /** Something is wrong with the keys. */
  readonly wrong?: boolean;
}

/** One command of `npm run keys`. */
export interface KeysCommand {
  /** As it is typed. */
  readonly usage: string;
  readonly what: string;
  /**
   * Does it, and gives what is to be shown.
   * @throws UsageError, ConfigError, StoreUnavailable
   */
  readonly run: (args: readonly string[]) => Promise<Told>;
}
