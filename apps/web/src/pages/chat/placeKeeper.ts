/** Parts of the column that are kept in mind: some may be taken out before the next look. */
const KEPT = 12;

/**
 * What a reader sees stays where they see it when the column changes above: scroll anchoring by hand, the same in
 * every browser. Parts marked `data-edge` stand at the column's edge, whatever comes between them and the rest.
 */
export class PlaceKeeper {
  readonly #scroller: Element;
  readonly #column: Element;
  #seen: readonly { readonly part: Element; readonly at: number }[] = [];

  constructor(scroller: Element, column: Element) {
    this.#scroller = scroller;
    this.#column = column;
  }

  /** Takes what is seen now as what is to stay. */
  look(): void {
    const parts = [...this.#column.children].filter((part) => !part.hasAttribute('data-edge'));
    const first = this.#firstSeen(parts);
    this.#seen = parts.slice(first, first + KEPT).map((part) => ({ part, at: this.#offset(part) }));
  }

  /** Scrolls as far as the uppermost of what was seen, and is still there, has been moved. */
  keep(): void {
    const kept = this.#seen.find(({ part }) => part.parentNode === this.#column);
    const moved = kept ? this.#offset(kept.part) - kept.at : 0;
    if (Math.abs(moved) >= 1) this.#scroller.scrollTop += moved;
  }

  /** Place within the column, however far that is scrolled. */
  #offset(part: Element): number {
    const edge = this.#scroller.getBoundingClientRect().top;
    return part.getBoundingClientRect().top - edge + this.#scroller.scrollTop;
  }

  /** Index of the first part that ends below the upper edge; they stand below each other. */
  #firstSeen(parts: readonly Element[]): number {
    const edge = this.#scroller.getBoundingClientRect().top;
    let low = 0;
    let high = parts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((parts[middle]?.getBoundingClientRect().bottom ?? 0) > edge) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
