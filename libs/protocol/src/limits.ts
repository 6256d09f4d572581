/** Partitions of the command queue: a constant, since a session must never change its partition. */
export const PARTITIONS = 32;
/** Largest frame that a client may send, in bytes of UTF-8. */
export const MAX_FRAME = 64 * 1024;
/** Longest text of one message, in UTF-16 code units (what `String.length` counts). */
export const MAX_TEXT = 32_000;
/**
 * Longest answer, in UTF-16 code units, what its model thought included: with its frame around it, it must fit into one
 * message of the queue (1 MiB).
 */
export const MAX_ANSWER = 120_000;
/** Longest text of an answer that may go on, in UTF-16 code units: what is longer has no room for more. */
export const MAX_GOES_ON = MAX_ANSWER - 1_000;
/** Longest user id, in UTF-16 code units. */
export const MAX_USER_ID = 200;
/** Files that one message may carry. */
export const MAX_ATTACHMENTS = 10;
/** Entries in `session.opened` without `afterRev`: the newest ones by `seq`. */
export const OPEN_PAGE = 50;
/** Longest name of a session, in UTF-16 code units. */
export const MAX_NAME = 60;
/** Longest free remark (feedback, reason of a help request, note of a release), in UTF-16 code units. */
export const MAX_REMARK = 2_000;
/** Longest short-cut of a canned reply, in UTF-16 code units. */
export const MAX_SHORTCUT = 30;
/** Longest text of a canned reply, in UTF-16 code units. */
export const MAX_CANNED = 2_000;
/** Longest text that is looked for in one's sessions, in UTF-16 code units. */
export const MAX_QUERY = 200;
/** Longest token, in characters: what servers and proxies take in a header. */
export const MAX_TOKEN = 16_384;
