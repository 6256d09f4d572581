/** Tells the components above that something was asked for. */
export function fire(from: EventTarget, type: string, detail?: unknown): void {
  from.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
}
