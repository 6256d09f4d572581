import type { Audit } from '@parley/store';
import type { Told } from '../keys/KeysCommand.ts';

/** One command of `npm run audit`. */
export interface AuditCommand {
  /** As it is typed. */
  readonly usage: string;
  readonly what: string;
  /**
   * Understands what was typed behind it, and gives what reads the log; `wrong`: it isn't as it was written.
   * @throws UsageError
   */
  readonly read: (args: readonly string[]) => (audit: Audit) => Promise<Told>;
}
