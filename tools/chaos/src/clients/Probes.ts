import { Account } from './Account.ts';
import { Probe } from './Probe.ts';

interface ProbesOptions {
  /** Where one signs in. */
  readonly url: string;
  /** The lines to the gateways: each is asked by. */
  readonly wsUrls: readonly string[];
  /** How many may ask at the same time. */
  readonly groups: number;
  readonly seed: number;
}

/**
 * Clients that see whether people are served, by every line at once. Each question goes to the group that was asked
 * longest ago: who asks after one fault of a round isn't in line behind who asked after another.
 */
export class Probes {
  readonly #groups: readonly (readonly Probe[])[];
  #asked = 0;

  private constructor(groups: readonly (readonly Probe[])[]) {
    this.#groups = groups;
  }

  static async signIn({ url, wsUrls, groups, seed }: ProbesOptions): Promise<Probes> {
    const probe = async (wsUrl: string, name: string) => new Probe(wsUrl, await Account.signIn(url, name));
    const group = (_: unknown, at: number) =>
      Promise.all(wsUrls.map((wsUrl, line) => probe(wsUrl, `probe-${seed}-${at}-${line}`)));
    return new Probes(await Promise.all(Array.from({ length: groups }, group)));
  }

  /** @throws Error when not all of a group are served within `timeoutMs` */
  async served(text: string, timeoutMs: number): Promise<void> {
    const group = this.#groups[this.#asked++ % this.#groups.length] ?? [];
    await Promise.all(group.map((probe) => probe.served(text, timeoutMs)));
  }

  close(): void {
    for (const probe of this.#groups.flat()) probe.close();
  }
}
