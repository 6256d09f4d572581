import { html, type TemplateResult } from 'lit';

/** Something that is wanted or not. */
export const checkField = (
  label: string,
  checked: boolean,
  change: (checked: boolean) => void,
): TemplateResult =>
  html`<label class="check"
    ><input
      type="checkbox"
      .checked=${checked}
      @change=${({ target }: Event) => {
        if (target instanceof HTMLInputElement) change(target.checked);
      }}
    /><span>${label}</span></label
  >`;
