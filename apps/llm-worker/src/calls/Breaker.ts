/** What a call that was let through tells of how it went; only the first word counts. */
export interface Pass {
  /** The provider is there, whatever it said. */
  succeeded(): void;
  /** It failed in a way that the next call might not. `true`: that opened the circuit. */
  failed(at: number): boolean;
  /** It was broken off before anything was known. */
  left(): void;
}

/** Failures in a row that open the circuit. */
const FAILURES = 5;
/** How long it stays open at first, and at most; twice as long after each probe that fails. In milliseconds. */
const OPEN_MS = 10_000;
const LONGEST_OPEN_MS = 120_000;
/** When to ask again while a probe is under way. */
const PROBING_MS = 1_000;

/**
 * A circuit breaker: after five failures in a row it lets no call through for a while, then one at a time as a probe. The
 * first that goes well closes it. All times in milliseconds since 1970.
 */
export class Breaker {
  #failures = 0;
  #openUntil: number | undefined;
  #openMs = OPEN_MS;
  #probe: Pass | undefined;

  /** How long no call is let through, in milliseconds; 0: the next one is. */
  openFor(at: number): number {
    if (this.#openUntil === undefined) return 0;
    if (at < this.#openUntil) return this.#openUntil - at;
    return this.#probe ? PROBING_MS : 0;
  }

  /** Lets a call through; `undefined`: not now. */
  enter(at: number): Pass | undefined {
    if (this.openFor(at) > 0) return undefined;
    const pass = this.#pass();
    if (this.#openUntil !== undefined) this.#probe = pass;
    return pass;
  }

  #pass(): Pass {
    let told = false;
    const once = <T>(tell: () => T, otherwise: T): T => {
      if (told) return otherwise;
      told = true;
      return tell();
    };
    const pass: Pass = {
      succeeded: () => once(() => this.#close(pass), undefined),
      failed: (at) => once(() => this.#count(pass, at), false),
      left: () => once(() => this.#leave(pass), undefined),
    };
    return pass;
  }

  /** A call that began before the circuit opened closes it as well: the provider is there. */
  #close(pass: Pass): void {
    this.#leave(pass);
    this.#failures = 0;
    this.#openUntil = undefined;
    this.#openMs = OPEN_MS;
  }

  #count(pass: Pass, at: number): boolean {
    const isProbe = this.#probe === pass;
    this.#leave(pass);
    if (this.#openUntil !== undefined && !isProbe) return false;
    this.#failures += 1;
    if (!isProbe && this.#failures < FAILURES) return false;
    this.#openUntil = at + this.#openMs;
    this.#openMs = Math.min(this.#openMs * 2, LONGEST_OPEN_MS);
    return true;
  }

  #leave(pass: Pass): void {
    if (this.#probe === pass) this.#probe = undefined;
  }
}
