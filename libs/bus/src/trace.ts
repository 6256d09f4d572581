import { randomUUID } from 'node:crypto';
import { HEADER } from '@parley/protocol';
import type { MsgHdrs } from 'nats';

/** Id of a trace: 32 hex digits, the same from the client's frame to the end of its answer. */
export type Trace = string;

const PARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;

/** A UUID's digits: Node makes them from bytes it has in stock, at a tenth of what asking for random ones costs. */
export const newTrace = (): Trace => randomUUID().replaceAll('-', '');

/** The trace that a message belongs to, as its W3C `traceparent` says; a new one when it says none. */
export function traceOf(headers: MsgHdrs | undefined): Trace {
  return PARENT.exec(headers?.get(HEADER.trace) ?? '')?.[1] ?? newTrace();
}

/**
 * `traceparent` for a message of this trace: each hop is a span of its own.
 * @throws TypeError when the trace isn't 32 hex digits
 */
export function traceParent(trace: Trace): string {
  if (!/^[0-9a-f]{32}$/.test(trace)) throw new TypeError('trace: must be 32 hex digits');
  return `00-${trace}-${newTrace().slice(0, 16)}-01`;
}
