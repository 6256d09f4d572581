/** What a client does after a close. `retry`: reconnect with backoff; `renew`: get a token first; `stop`: don't repeat. */
export type AfterClose = 'retry' | 'renew' | 'stop' | 'after_minute';

interface CloseCode {
  readonly code: number;
  readonly meaning: string;
  readonly client: AfterClose;
}

/** Close codes of the WebSocket, with what a client is to do after each. */
export const CLOSE = {
  done: { code: 1000, meaning: 'done', client: 'retry' },
  goingAway: { code: 1001, meaning: 'going away', client: 'retry' },
  binary: { code: 1003, meaning: 'binary frame', client: 'stop' },
  badUtf8: { code: 1007, meaning: 'bad UTF-8', client: 'stop' },
  tooLarge: { code: 1009, meaning: 'frame too large', client: 'stop' },
  restarting: { code: 1012, meaning: 'restarting', client: 'retry' },
  overloaded: { code: 1013, meaning: 'overloaded', client: 'retry' },
  notTheProtocol: {
    code: 4400,
    meaning: '10 frames within a minute that are not the protocol',
    client: 'stop',
  },
  unauthorized: { code: 4401, meaning: 'token expired or revoked', client: 'renew' },
  forbidden: { code: 4403, meaning: 'not allowed', client: 'stop' },
  unresponsive: { code: 4408, meaning: 'heartbeat missed, or too slow to read', client: 'retry' },
  flooding: {
    code: 4429,
    meaning: '100 frames refused by the rate limit within a minute',
    client: 'after_minute',
  },
  internal: { code: 4500, meaning: 'internal', client: 'retry' },
} as const satisfies Record<string, CloseCode>;

export type CloseName = keyof typeof CLOSE;

const BY_CODE = new Map<number, CloseCode>(Object.values(CLOSE).map((close) => [close.code, close]));

/** What a client does after `code`; unknown codes (1005, 1006 …) are retried. */
export const afterClose = (code: number): AfterClose => BY_CODE.get(code)?.client ?? 'retry';
