import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** So long after a touch the finger may come again. */
const TOUCH_MS = 1500;

/** Is the reader's hand on the list: pointing at it, touching it, going through it by keyboard, or scrolled into it? */
export class Hold implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #list: HTMLElement | undefined;
  #over = false;
  #touched: ReturnType<typeof setTimeout> | undefined;
  #focused = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get on(): boolean {
    return this.#over || this.#touched !== undefined || this.#focused || (this.#list?.scrollTop ?? 0) > 0;
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    clearTimeout(this.#touched);
  }

  /** To be called once, with the element that scrolls. */
  attach(list: HTMLElement): void {
    this.#list = list;
    const changed = (): void => this.#host.requestUpdate();
    list.addEventListener('pointerenter', ({ pointerType }) => {
      this.#over = pointerType !== 'touch';
    });
    list.addEventListener('pointerleave', () => {
      this.#over = false;
      changed();
    });
    list.addEventListener('pointerdown', ({ pointerType }) => {
      if (pointerType === 'touch') this.#touch();
    });
    list.addEventListener('focusin', () => {
      this.#focused = list.querySelector(':focus-visible') !== null;
    });
    list.addEventListener('focusout', () => {
      this.#focused = false;
      changed();
    });
    list.addEventListener('scroll', () => list.scrollTop > 0 || changed(), { passive: true });
  }

  #touch(): void {
    clearTimeout(this.#touched);
    this.#touched = setTimeout(() => {
      this.#touched = undefined;
      this.#host.requestUpdate();
    }, TOUCH_MS);
  }
}
