import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Something that is read from the server, again whenever it is asked for. Renders its host. */
export class Loaded<T> implements ReactiveController {
  /** What was read last; it stays while it is read again. */
  value: T | undefined;
  failed: unknown;
  loading = false;
  readonly #host: ReactiveControllerHost;
  #turn = 0;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  /** Reads; an answer that comes after a later question is dropped. */
  async load(read: () => Promise<T>): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.loading = true;
    this.#host.requestUpdate();
    let [value, failed]: [T | undefined, unknown] = [this.value, undefined];
    try {
      value = await read();
    } catch (error) {
      failed = error;
    }
    if (turn !== this.#turn) return;
    this.value = value;
    this.failed = failed;
    this.loading = false;
    this.#host.requestUpdate();
  }
}
