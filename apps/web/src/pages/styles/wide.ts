import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** From this width on there is room for the list beside the conversation. */
const WIDE = '(min-width: 60rem)';

/** Is the window wide enough, for two columns unless another width is asked for? Renders its host when that changes. */
export class Wide implements ReactiveController {
  readonly #query: MediaQueryList;
  readonly #changed: () => void;

  constructor(host: ReactiveControllerHost, query = WIDE) {
    this.#query = matchMedia(query);
    this.#changed = () => host.requestUpdate();
    host.addController(this);
  }

  get matches(): boolean {
    return this.#query.matches;
  }

  hostConnected(): void {
    this.#query.addEventListener('change', this.#changed);
  }

  hostDisconnected(): void {
    this.#query.removeEventListener('change', this.#changed);
  }
}
