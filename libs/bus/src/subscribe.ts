import type { Msg } from 'nats';
import type { Link, Unsubscribe } from './link.ts';

/** Calls `onMessage` for each message of a subject; with `queue`, one of the subscribers of that name gets it. */
export function subscribe(
  { nc, log }: Link,
  subject: string,
  onMessage: (message: Msg) => void,
  queue?: string,
): Unsubscribe {
  const subscription = nc.subscribe(subject, {
    ...(queue === undefined ? {} : { queue }),
    callback: (error, message) => {
      try {
        if (error) throw error;
        onMessage(message);
      } catch (failure) {
        // Thrown on, it would end the client's reading of the connection.
        log.error('subscription.failed', failure, { subject });
      }
    },
  });
  return () => subscription.unsubscribe();
}
