/** What Dify said instead of an answer, over HTTP or as an event of its stream. */
export class DifyError extends Error {
  override readonly name = 'DifyError';
  readonly status: number | undefined;
  readonly code: unknown;
  readonly headers: Headers | undefined;
  /** The call went on with a conversation of Dify's. */
  readonly withThread: boolean;

  constructor(
    message: string,
    told: { status: number | undefined; code: unknown; headers?: Headers; withThread: boolean },
  ) {
    super(message);
    this.status = told.status;
    this.code = told.code;
    this.headers = told.headers;
    this.withThread = told.withThread;
  }
}
