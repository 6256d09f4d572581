import type { LitElement } from 'lit';

/** Which of the rows of a list has the focus, and the ways to the others. */
export class RowFocus {
  readonly #host: LitElement;

  constructor(host: LitElement) {
    this.#host = host;
  }

  /** The id of the row whose link has it. */
  get id(): string | undefined {
    const link = this.#links.find((one) => one.matches(':focus'));
    return link?.closest<HTMLElement>('.row')?.dataset['id'];
  }

  /** Goes to a row as soon as it is shown. */
  to(id: string): void {
    void this.#host.updateComplete.then(() =>
      this.#host.renderRoot.querySelector<HTMLElement>(`[data-id="${id}"] a`)?.focus({ preventScroll: true }),
    );
  }

  /** Arrows, Home and End go from row to row, the arrow down from a field to the first one; false: another key. */
  move(event: KeyboardEvent): boolean {
    const links = this.#links;
    const at = links.findIndex((link) => link.matches(':focus'));
    const fromField = event.composedPath()[0] instanceof HTMLInputElement && event.key === 'ArrowDown';
    if (at === -1 && !fromField) return false;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
    if (to === undefined) return false;
    event.preventDefault();
    links[Math.max(0, to)]?.focus();
    return true;
  }

  get #links(): HTMLElement[] {
    return [...this.#host.renderRoot.querySelectorAll<HTMLElement>('a.link')];
  }
}
