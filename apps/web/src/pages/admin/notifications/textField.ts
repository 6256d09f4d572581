import { html, nothing, type TemplateResult } from 'lit';

export interface TextFieldOptions {
  readonly id: string;
  readonly label: string;
  readonly type: 'email' | 'tel' | 'time';
  readonly value: string;
  readonly required: boolean;
  readonly maxLength: number;
  readonly autocomplete: 'email' | 'tel' | 'off';
  /** What is wrong with it. */
  readonly wrong: string | undefined;
  readonly change: (value: string) => void;
}

/** What is wrong with a field, beside it; the field names it by `aria-describedby`. */
export const wrongWords = (id: string, words: string | undefined): TemplateResult =>
  html`<div class="wrong" id="${id}-wrong" role="alert">${words ?? nothing}</div>`;

/** A field for one line, under its name. */
export const textField = (options: TextFieldOptions): TemplateResult => {
  const { id, label, type, value, required, maxLength, autocomplete, wrong, change } = options;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <input
      id=${id}
      type=${type}
      .value=${value}
      maxlength=${maxLength}
      autocomplete=${autocomplete}
      aria-required=${required}
      aria-invalid=${wrong !== undefined}
      aria-describedby="${id}-wrong"
      @input=${({ target }: Event) => {
        if (target instanceof HTMLInputElement) change(target.value);
      }}
    />
    ${wrongWords(id, wrong)}
  </div>`;
};
