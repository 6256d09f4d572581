import type { Message } from '@parley/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { copyAction, footAction, messageFoot, saidAt } from './messageFoot.ts';

type Own = Pick<Message, 'id' | 'text' | 'createdAt'> & Partial<Pick<Message, 'editedAt'>>;

interface Options {
  /** Instead of the foot, what is to be said of a message on its way. */
  readonly state?: TemplateResult | typeof nothing;
  /** The message can be changed; undefined: not now; `never`: it is somebody else's. */
  readonly edit?: (() => void) | 'never' | undefined;
  /** Who said it, where that isn't the reader. */
  readonly by?: string | undefined;
}

/** A message of the user: their words exactly, on a tinted surface at the right. */
export const ownMessage = (message: Own, { state, edit, by }: Options): TemplateResult => html`
  <article class="message own" data-id=${message.id} aria-label="${by ?? 'You'} said">
    <div class="bubble" dir="auto">${message.text}</div>
    ${
      state ??
      messageFoot(
        saidAt(message.createdAt, message.editedAt),
        copyAction(message.text),
        edit === 'never'
          ? nothing
          : footAction({
              icon: 'pencil',
              label: 'Edit message',
              disabled: edit === undefined,
              act: () => edit?.(),
            }),
      )
    }
  </article>
`;
