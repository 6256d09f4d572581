import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { chatPath, type Place, placeNow, putInUrl } from './place.ts';

/** What the address names, and the ways to elsewhere. Renders its host on each move. */
export class Navigation implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #moved: (place: Place) => void;
  #place = placeNow();

  /** `moved` is told wherever the reader comes, at first too. */
  constructor(host: ReactiveControllerHost, moved: (place: Place) => void) {
    this.#host = host;
    this.#moved = moved;
    host.addController(this);
  }

  get place(): Place {
    return this.#place;
  }

  hostConnected(): void {
    addEventListener('popstate', this.#arrive);
    this.#arrive();
  }

  hostDisconnected(): void {
    removeEventListener('popstate', this.#arrive);
  }

  toList(): void {
    history.pushState(null, '', '/sessions');
    this.#arrive();
  }

  toChat(sessionId: string, seq?: number): void {
    history.pushState(null, '', chatPath(sessionId, seq));
    this.#arrive();
  }

  /** To a conversation that isn't there yet; `name` gives it its address as soon as it is. */
  toNewChat(): void {
    this.#place = { list: false, sessionId: undefined, seq: undefined };
    this.#host.requestUpdate();
  }

  /** Puts the conversation that is shown into the address. */
  name(sessionId: string): void {
    if (!this.#place.list) putInUrl(sessionId);
  }

  readonly #arrive = (): void => {
    this.#place = placeNow();
    this.#host.requestUpdate();
    this.#moved(this.#place);
  };
}
