import { css, html, LitElement, render, type PropertyValues } from 'lit';
import { BlockStream } from '../markdown/blockStream.ts';
import { sanitize } from '../markdown/sanitize.ts';
import { base } from '../styles/base.ts';
import { icon } from '../styles/icon.ts';
import { prose } from '../styles/prose.ts';
import { copyText } from './copyText.ts';

/** The text of an answer: markdown, set safely, of which only the last block is rendered again while it grows. */
export class AnswerText extends LitElement {
  static override properties = { text: {}, writing: { type: Boolean } };
  static override styles = [
    base,
    prose,
    css`
      :host {
        display: block;
      }
    `,
  ];
  declare text: string;
  declare writing: boolean;
  readonly #stream = new BlockStream();
  #shown: string[] = [];

  constructor() {
    super();
    this.text = '';
    this.writing = false;
  }

  protected override render() {
    return html`<div class="prose" @click=${this.#copy}></div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('text') && !changed.has('writing')) return;
    const prose = this.renderRoot.querySelector('.prose');
    if (prose) this.#show(prose, this.writing ? this.#stream.write(this.text) : this.#stream.end(this.text));
  }

  #show(prose: Element, blocks: readonly string[]): void {
    prose.querySelector('[data-caret]')?.removeAttribute('data-caret');
    for (const [at, block] of blocks.entries()) {
      if (this.#shown[at] === block) continue;
      const home = prose.children[at] ?? prose.appendChild(document.createElement('div'));
      home.className = 'block';
      home.setAttribute('dir', 'auto');
      home.replaceChildren(dress(sanitize(block)));
    }
    while (prose.children.length > blocks.length) prose.lastElementChild?.remove();
    this.#shown = [...blocks];
    if (this.writing) lastLine(prose)?.setAttribute('data-caret', '');
  }

  readonly #copy = (event: Event): void => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    const code = button?.closest('.code')?.querySelector('code');
    if (button && code) void copyText(code.textContent.replace(/\n$/, ''), button);
  };
}

/** What plain HTML lacks: heads with a copy button for code, room to scroll for tables, links that lead away safely. */
function dress(fragment: DocumentFragment): DocumentFragment {
  for (const link of fragment.querySelectorAll('a')) {
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
  }
  for (const table of fragment.querySelectorAll('table')) wrap(table, 'table', 'Table');
  for (const pre of fragment.querySelectorAll('pre')) {
    const box = wrap(pre, 'code');
    const language = pre.dataset['language'] || 'code';
    pre.tabIndex = 0;
    pre.setAttribute('role', 'region');
    pre.setAttribute('aria-label', `Code: ${language}`);
    const head = document.createElement('div');
    head.className = 'code-head';
    render(
      html`<span>${language}</span><button type="button">${icon('copy')}<span>Copy</span></button>`,
      head,
    );
    box.prepend(head);
  }
  return fragment;
}

function wrap(inner: HTMLElement, name: string, label?: string): HTMLElement {
  const box = document.createElement('div');
  box.className = name;
  if (label) {
    box.tabIndex = 0;
    box.setAttribute('role', 'region');
    box.setAttribute('aria-label', label);
  }
  inner.replaceWith(box);
  box.append(inner);
  return box;
}

/** The innermost element at the end of what is written: where the caret stands. */
function lastLine(prose: Element): Element | null {
  let found: Element | null = prose.lastElementChild;
  while (found) {
    const next: Element | null = found.lastElementChild;
    const ends = found.lastChild;
    if (!next || (ends !== next && ends?.textContent?.trim())) break;
    found = next;
  }
  return found;
}

customElements.define('parley-answer-text', AnswerText);
