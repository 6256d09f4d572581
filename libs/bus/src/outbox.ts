import { ErrorCode, NatsError, type MsgHdrs, type NatsConnection } from 'nats';

/** So many wait at most: a long turn of the event loop holds nothing back for long. */
const MOST = 32;
/** What our headers take beside a message, at most; in bytes. */
const BESIDE = 1_024;

/** What leaves a process and needs no answer of the server. */
export interface Outbox {
  /**
   * Sends it with what else is sent in this turn of the event loop: one write to the connection, not one for each. While
   * disconnected nothing is sent, and nothing kept to be sent later.
   * @throws NatsError MAX_PAYLOAD_EXCEEDED, at once
   */
  send(subject: string, bytes: Uint8Array, header?: MsgHdrs): void;
  /** Hands what waits to the connection: before whatever must not overtake it. */
  flush(): void;
}

/** `onLost` hears of what the connection refused when it was handed over. */
export function createOutbox(
  nc: NatsConnection,
  isConnected: () => boolean,
  onLost: (subject: string, error: unknown) => void,
): Outbox {
  let waiting: { subject: string; bytes: Uint8Array; header: MsgHdrs | undefined }[] = [];
  const flush = (): void => {
    const now = waiting;
    waiting = [];
    if (!isConnected()) return;
    for (const { subject, bytes, header } of now) {
      try {
        nc.publish(subject, bytes, header ? { headers: header } : {});
      } catch (error) {
        onLost(subject, error);
      }
    }
  };
  return {
    send(subject, bytes, header) {
      if (!isConnected()) return;
      if (bytes.length + BESIDE > (nc.info?.max_payload ?? Infinity))
        throw NatsError.errorForCode(ErrorCode.MaxPayloadExceeded);
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ subject, bytes, header });
      if (waiting.length >= MOST) flush();
    },
    flush,
  };
}
