import type { Model, Session } from '@parley/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../styles/icon.ts';
import '../styles/themeButton.ts';
import './connectionBar.ts';
import './modelMenu.ts';

interface Header {
  readonly session: Session | undefined;
  readonly models: readonly Model[];
  /** Those whose names are known, though they can't be chosen now. */
  readonly known: readonly Model[];
  /** The conversation is being given a name. */
  readonly naming: boolean;
  /** The list stands beside, so that no way to it is needed. */
  readonly wide: boolean;
  /** What is wrong with the connection. */
  readonly words: string;
  readonly startNaming: () => void;
  readonly named: (event: CustomEvent<string>) => void;
  readonly endNaming: () => void;
  readonly toList: () => void;
  readonly renew: () => void;
  readonly choose: (event: CustomEvent<string>) => void;
}

function title({ session, naming, startNaming, named, endNaming }: Header): TemplateResult {
  if (!session?.name) return html`<span>${session ? 'New chat' : 'Parley'}</span>`;
  if (!naming)
    return html`<button type="button" dir="auto" title="Rename" @click=${startNaming}>
      ${session.name}
    </button>`;
  return html`<parley-name-field
    .value=${session.name}
    @name=${named}
    @close=${endNaming}
  ></parley-name-field>`;
}

/** Above a conversation: its name, its model, and the ways out of it. */
export const chatHeader = (header: Header): TemplateResult => html`
  <header>
    ${
      header.wide
        ? nothing
        : html`<button
            class="icon-button"
            type="button"
            aria-label="Conversations"
            title="Conversations"
            @click=${header.toList}
          >
            ${icon('menu')}
          </button>`
    }
    <h1 class="title">${title(header)}</h1>
    <parley-model-menu
      .models=${header.session ? header.models : []}
      .known=${header.known}
      .chosen=${header.session?.model ?? ''}
      @choose-model=${header.choose}
    ></parley-model-menu>
    <span class="gap"></span>
    <parley-theme-button></parley-theme-button>
    <button class="icon-button" type="button" aria-label="New chat" title="New chat" @click=${header.renew}>
      ${icon('newChat')}
    </button>
    <parley-connection-bar .words=${header.words}></parley-connection-bar>
  </header>
`;
