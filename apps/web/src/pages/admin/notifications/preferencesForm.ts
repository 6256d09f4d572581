import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { base } from '../../styles/base.ts';
import type { Preferences } from '../api/people.ts';
import { checkField } from './checkField.ts';
import { type Field, type FieldProblem, fieldProblem, missingAddress } from './fieldProblem.ts';
import { type FormValues, toPreferences, toValues } from './formValues.ts';
import { preferencesFormStyles } from './preferencesFormStyles.ts';
import { savedWords } from './savedWords.ts';
import { textField, type TextFieldOptions, wrongWords } from './textField.ts';
import { ownTimeZone, timeZones } from './timeZones.ts';

const MAX_EMAIL = 254;
const MAX_PHONE = 40;
const MAX_TIME = 5;

type Text = 'email' | 'phone' | 'from' | 'to' | 'timeZone';
type Check = Exclude<keyof FormValues, Text>;

/** How the reader wants to be notified. Fires nothing: `keep` is all that it does. */
export class PreferencesForm extends LitElement {
  static override properties = {
    kept: {},
    keep: {},
    values: { state: true },
    problem: { state: true },
    done: { state: true },
    busy: { state: true },
  };
  static override styles = [base, preferencesFormStyles];
  /** As they were when the form was first shown. */
  declare kept: Preferences;
  /** Keeps others. Rejects with a `RequestError`. */
  declare keep: (wanted: Preferences) => Promise<void>;
  declare values: FormValues;
  declare problem: FieldProblem | undefined;
  /** What was done, in words. */
  declare done: string;
  declare busy: boolean;

  constructor() {
    super();
    this.problem = undefined;
    this.done = '';
    this.busy = false;
  }

  protected override willUpdate(): void {
    // Once: what is being typed isn't replaced by what is read again.
    if (!this.hasUpdated) this.values = toValues(this.kept, ownTimeZone());
  }

  protected override render(): TemplateResult {
    const { byEmail, bySms, isQuiet } = this.values;
    const [email, phone] = [
      { type: 'email', autocomplete: 'email', required: byEmail, maxLength: MAX_EMAIL } as const,
      { type: 'tel', autocomplete: 'tel', required: bySms, maxLength: MAX_PHONE } as const,
    ];
    return html`<form novalidate @submit=${this.#submit}>
      <fieldset>
        <legend>How you are notified</legend>
        <div class="ways">
          <div>
            ${this.#check('byEmail', 'By mail')} ${this.#text('email', 'email', 'Email address', email)}
          </div>
          <div>
            ${this.#check('bySms', 'By SMS')}
            ${this.#text('phone', 'phone', 'Mobile number, such as +1 555 0100 123', phone)}
          </div>
        </div>
      </fieldset>
      <fieldset>
        <legend>When you aren’t</legend>
        ${this.#check('isQuiet', 'Quiet hours, after which what came meanwhile is summed up')}
        ${isQuiet ? this.#quiet() : nothing}
      </fieldset>
      <div class="end">
        <button class="main-button" ?disabled=${this.busy}>${this.busy ? 'Saving…' : 'Save'}</button>
        <div class="done" role="status">${this.done}</div>
        <div class="wrong" role="alert">${this.problem?.field ? nothing : this.problem?.words}</div>
      </div>
    </form>`;
  }

  #quiet(): TemplateResult {
    const { timeZone } = this.values;
    const time = { type: 'time', autocomplete: 'off', required: true, maxLength: MAX_TIME } as const;
    return html`<div class="hours">
        ${this.#text('from', 'quiet.from', 'From', time)} ${this.#text('to', 'quiet.to', 'Until', time)}
        <div class="field zone">
          <label for="timeZone">Time zone</label>
          <select
            id="timeZone"
            aria-describedby="timeZone-wrong"
            @change=${({ target }: Event) => {
              if (target instanceof HTMLSelectElement) this.#set({ timeZone: target.value });
            }}
          >
            ${timeZones(timeZone, ownTimeZone()).map(
              (zone) => html`<option value=${zone} ?selected=${zone === timeZone}>${zone}</option>`,
            )}
          </select>
          ${wrongWords('timeZone', this.#wrong('quiet.timeZone'))}
        </div>
      </div>
      ${this.#check('criticalInQuiet', 'Critical errors come all the same')}`;
  }

  #check(name: Check, label: string): TemplateResult {
    return checkField(label, this.values[name], (checked) => this.#set({ [name]: checked }));
  }

  #text(
    name: Exclude<Text, 'timeZone'>,
    field: Field,
    label: string,
    more: Pick<TextFieldOptions, 'type' | 'autocomplete' | 'required' | 'maxLength'>,
  ): TemplateResult {
    const change = (value: string): void => this.#set({ [name]: value });
    const wrong = this.#wrong(field);
    return textField({ id: name, label, value: this.values[name], wrong, change, ...more });
  }

  #wrong(field: Field): string | undefined {
    return this.problem?.field === field ? this.problem.words : undefined;
  }

  #set(change: Partial<FormValues>): void {
    this.values = { ...this.values, ...change };
    this.problem = undefined;
    this.done = '';
  }

  readonly #submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    const wanted = toPreferences(this.values);
    this.done = '';
    this.problem = missingAddress(wanted);
    if (!this.problem) {
      this.busy = true;
      try {
        await this.keep(wanted);
        this.done = savedWords(wanted);
      } catch (error) {
        this.problem = fieldProblem(error);
      }
      this.busy = false;
    }
    await this.updateComplete;
    this.#focusProblem();
  };

  #focusProblem(): void {
    const id = this.problem?.field?.replace('quiet.', '');
    if (id) this.renderRoot.querySelector<HTMLElement>(`#${id}`)?.focus();
  }
}

customElements.define('parley-preferences-form', PreferencesForm);
