/** What was measured, as it stands in the table. */
export interface Figure {
  readonly what: string;
  /** Ours and the baseline's, with their unit. */
  readonly ours: string;
  readonly baseline: string;
  /** What is compared with the goal; in brackets: between which values half of the rounds lie. */
  readonly compared: string;
  /** Missing where the figure is there to explain another one. */
  readonly goal?: string;
  readonly reached?: boolean;
}
