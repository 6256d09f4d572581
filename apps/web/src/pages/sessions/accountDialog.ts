import { html, nothing, type TemplateResult } from 'lit';
import type { SessionsApi } from './sessionsApi.ts';

/** What can be opened from the account. */
export type AccountDialog = 'usage' | 'erase';

/** The dialog that is open, whose part of the page comes when it is first needed. */
export function accountDialog(
  opened: AccountDialog | undefined,
  api: SessionsApi,
  close: () => void,
): TemplateResult | typeof nothing {
  switch (opened) {
    case 'usage':
      void import('./usageDialog.ts');
      return html`<parley-usage-dialog .api=${api} @close=${close}></parley-usage-dialog>`;
    case 'erase':
      void import('./eraseDialog.ts');
      return html`<parley-erase-dialog .api=${api} @close=${close}></parley-erase-dialog>`;
    case undefined:
      return nothing;
  }
}
