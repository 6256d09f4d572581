import { ParleyError } from '@parley/protocol';

/** The last session of a page: the next page begins behind it. */
export interface SessionCursor {
  /** Milliseconds since 1970. */
  readonly lastActivityAt: number;
  readonly id: string;
}

/** The cursor as clients carry it around. */
export const writeSessionCursor = ({ lastActivityAt, id }: SessionCursor): string =>
  Buffer.from(`${lastActivityAt}/${id}`).toString('base64url');

/**
 * The cursor that a client sent back.
 * @throws ParleyError `validation` when no page gave it
 */
export function readSessionCursor(text: string): SessionCursor {
  const [, at, id] = /^(\d{1,15})\/(.+)$/su.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (at === undefined || id === undefined) {
    throw new ParleyError('validation', 'invalid_field', 'cursor: must be one that this list gave.');
  }
  return { lastActivityAt: Number(at), id };
}
