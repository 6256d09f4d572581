import type { Admin } from '@parley/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { AdminApi } from '../api/adminApi.ts';
import './takeForm.ts';
import type { WatchedSession } from './watchedSession.ts';

/** What an admin is asked about a session before it is done. */
export type SessionQuestion =
  | { readonly about: 'release' }
  /** It is to be taken from this one. */
  | { readonly about: 'take'; readonly from: Admin };

interface DialogOptions {
  readonly api: AdminApi;
  /** The reader's id. */
  readonly me: string | undefined;
  readonly watched: WatchedSession;
  /** Takes it from whoever has it. */
  readonly take: () => Promise<void>;
  readonly close: () => void;
}

/** The dialog of a question. */
export function sessionDialog(
  question: SessionQuestion | undefined,
  { api, me, watched, take, close }: DialogOptions,
): TemplateResult | typeof nothing {
  switch (question?.about) {
    case undefined:
      return nothing;
    case 'release':
      return html`<parley-release-form
        .api=${api}
        .me=${me}
        .release=${(how: { note?: string; to?: string }) => watched.release(how)}
        @close=${close}
      ></parley-release-form>`;
    case 'take':
      return html`<parley-take-form
        .holder=${question.from}
        .take=${take}
        @close=${close}
      ></parley-take-form>`;
  }
}
