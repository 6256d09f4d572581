/** What goes out to one recipient. */
export interface Message {
  /** Of this event to this recipient, the same whenever it is sent: hexadecimal digits. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  /** The whole, as plain text. */
  readonly text: string;
  readonly html: string;
  /** The whole, short. */
  readonly short: string;
  /** The user whom it is about. */
  readonly userId: string | undefined;
}

/** What became of a message. A reason quotes neither an address nor a text. */
export type Outcome =
  /** `ref`: under which the provider knows it. */
  | { readonly kind: 'delivered'; readonly ref?: string }
  /** It may work later; `afterMs`: not before. */
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs?: number }
  /** The same message to the same recipient will never work. */
  | { readonly kind: 'refused'; readonly reason: string };

/** A way to reach people. */
export interface Channel {
  /** Sends it, within its own bound of time; `delivered`: somebody else has it. @throws StoreUnavailable */
  send(message: Message): Promise<Outcome>;
  /** Ends all connections. */
  close(): void;
}
