import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type AdminPlace, pathOf, placeOf } from './place.ts';

/** A new tab or window is the browser’s business. */
const isElsewhere = (event: MouseEvent): boolean => event.ctrlKey || event.metaKey || event.shiftKey;

/** What the address of the console names, and the ways to elsewhere. Renders its host on each move. */
export class AdminNavigation implements ReactiveController {
  readonly #host: ReactiveControllerHost & EventTarget;
  #place = placeOf(location);

  constructor(host: ReactiveControllerHost & EventTarget) {
    this.#host = host;
    host.addController(this);
  }

  get place(): AdminPlace {
    return this.#place;
  }

  hostConnected(): void {
    addEventListener('popstate', this.#arrive);
    this.#host.addEventListener('click', this.#click);
  }

  hostDisconnected(): void {
    removeEventListener('popstate', this.#arrive);
    this.#host.removeEventListener('click', this.#click);
  }

  to(place: AdminPlace): void {
    history.pushState(null, '', pathOf(place));
    this.#arrive();
  }

  readonly #arrive = (): void => {
    this.#place = placeOf(location);
    this.#host.requestUpdate();
  };

  /** Links within the console lead there without loading the page anew. */
  readonly #click = (event: Event): void => {
    if (!(event instanceof MouseEvent) || event.defaultPrevented || isElsewhere(event)) return;
    const link = event.composedPath().find((one) => one instanceof HTMLAnchorElement);
    if (!link || link.target || link.origin !== location.origin || !/^\/admin(\/|$)/.test(link.pathname))
      return;
    event.preventDefault();
    if (link.pathname + link.search !== location.pathname + location.search) this.to(placeOf(link));
  };
}
