/** What a notification says, whatever form it takes. */
export interface Content {
  /** What kind of thing happened: `Call for help`. */
  readonly kind: string;
  /** What happened, in a line. */
  readonly title: string;
  /** Name and value, in the order in which they are shown. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** How many others were held back, and since when; said in a sentence. */
  readonly heldBack: string | undefined;
  /** Where to look, and what is there. */
  readonly link: string;
  readonly linkWords: 'Open the console' | 'Open the chat';
  /** The user whom it is about. */
  readonly userId: string | undefined;
}
