import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { base } from '../styles/base.ts';
import { waitingWords } from '../words/waitingWords.ts';
import type { Waiting } from './answering.ts';

const TICK_MS = 1000;

/** What an answer waits for, with the seconds until its model is tried again. */
export class WaitingLine extends LitElement {
  static override properties = { wait: {} };
  static override styles = [
    base,
    css`
      :host {
        display: block;
        color: var(--text-soft);
        font-size: var(--size-14);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];
  declare wait: Waiting['wait'];
  #untilMs = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.requestUpdate(), TICK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('wait')) this.#untilMs = performance.now() + (this.wait.retryInMs ?? 0);
  }

  protected override render(): TemplateResult {
    const { reason } = this.wait;
    const words = waitingWords(reason, this.#untilMs - performance.now());
    // The seconds are for the eye: read aloud, each of them would interrupt.
    return html`<span aria-hidden="true">${words}</span>
      <span class="unseen" role="status">${waitingWords(reason, 0)}</span>`;
  }
}

customElements.define('parley-waiting-line', WaitingLine);
