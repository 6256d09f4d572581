/** A question, as Dify's API takes it. */
export interface DifyQuestion {
  readonly query: string;
  readonly user: string;
  readonly inputs: object;
  readonly response_mode: string;
  readonly conversation_id?: string;
  readonly files?: readonly {
    readonly type: string;
    readonly transfer_method: string;
    readonly upload_file_id: string;
  }[];
}

/** What is answered: pieces of text, and events that are sent as they are. When it throws, the stream breaks off. */
export type DifyReply = (
  question: DifyQuestion,
  history: readonly DifyTurn[],
) => AsyncIterable<string | { readonly event: string }> | Iterable<string | { readonly event: string }>;

/** A question of a conversation, and how far its answer got. */
export interface DifyTurn {
  readonly query: string;
  answer: string;
}

export interface DifyUpload {
  readonly user: string;
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}
