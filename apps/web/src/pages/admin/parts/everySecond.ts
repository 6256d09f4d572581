import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Renders its host each second while something in it runs by the clock. To be added to its host. */
export class EverySecond implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #runs: () => boolean;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost, runs: () => boolean) {
    this.#host = host;
    this.#runs = runs;
  }

  hostConnected(): void {
    this.#timer = setInterval(() => {
      if (this.#runs()) this.#host.requestUpdate();
    }, 1000);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }
}
