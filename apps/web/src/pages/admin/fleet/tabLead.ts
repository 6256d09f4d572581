/** How long the leading tab may take to say something to one that asks, in milliseconds: a tab that sleeps never does. */
const ANSWER_MS = 3000;

interface LeadOptions<Told> {
  /** What this tab does for all while it leads: until `signal`, or for good. */
  readonly lead: (signal: AbortSignal) => Promise<void>;
  /** Another tab says something. */
  readonly hear: (told: Told) => void;
}

const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

/**
 * One tab of this browser does something for all that are open, the others hear of it; when it goes, another one leads.
 * Where there are no locks (a page that isn't on HTTPS), each tab leads by itself and hears nobody.
 */
export class TabLead<Told> {
  readonly #name: string;
  readonly #options: LeadOptions<Told>;
  readonly #stopped = new AbortController();
  readonly #channel: BroadcastChannel | undefined;
  /** Ends the wait for the lead. */
  #waiting = new AbortController();
  #leads = false;
  /** Since the leading tab was asked. */
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(name: string, options: LeadOptions<Told>) {
    this.#name = name;
    this.#options = options;
    this.#channel = 'locks' in navigator ? new BroadcastChannel(name) : undefined;
    this.#channel?.addEventListener('message', ({ data }: MessageEvent<Told>) => {
      clearTimeout(this.#silence);
      if (!this.#stopped.signal.aborted) options.hear(data);
    });
    void this.#run();
  }

  get leads(): boolean {
    return this.#leads;
  }

  /** Says something to the other tabs. */
  tell(told: Told): void {
    if (!this.#stopped.signal.aborted) this.#channel?.postMessage(told);
  }

  /** Asks the leading tab something; one that doesn't say anything leads no longer. */
  ask(told: Told): void {
    if (this.#leads) return;
    this.tell(told);
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#waiting.abort(), ANSWER_MS);
  }

  stop(): void {
    clearTimeout(this.#silence);
    this.#stopped.abort();
    this.#channel?.close();
  }

  async #run(): Promise<void> {
    let isDone = false;
    for (let steal = false; !isDone && !this.#stopped.signal.aborted;) {
      this.#waiting = new AbortController();
      isDone = await this.#turn(steal);
      steal = this.#waiting.signal.aborted;
    }
  }

  /** Waits for the lead, or takes it, and leads; false: another tab took it, or it is to be taken. */
  async #turn(steal: boolean): Promise<boolean> {
    const lost = new AbortController();
    const { signal: stopped } = this.#stopped;
    const lead = async (): Promise<void> => {
      clearTimeout(this.#silence);
      this.#leads = true;
      await this.#options.lead(AbortSignal.any([stopped, lost.signal]));
    };
    const how = steal ? { steal } : { signal: AbortSignal.any([stopped, this.#waiting.signal]) };
    try {
      await (this.#channel ? navigator.locks.request(this.#name, how, lead) : lead());
      return true;
    } catch (error) {
      if (!isAbort(error)) throw error;
      return false;
    } finally {
      lost.abort();
      this.#leads = false;
    }
  }
}
