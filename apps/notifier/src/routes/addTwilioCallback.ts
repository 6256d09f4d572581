import type { HttpApp } from '@parley/http';
import { ParleyError } from '@parley/protocol';
import { z } from 'zod';
import type { Deps } from '../deps.ts';

/** Where Twilio tells, and what it signs with. */
export interface CallbackOptions {
  /** The address that Twilio was told, exactly. */
  readonly url: string;
  readonly authToken: string;
}

const BODY_BYTES = 16 * 1024;
const Status = z.object({
  MessageSid: z.string().min(1).max(100),
  MessageStatus: z.string().min(1).max(50),
  ErrorCode: z.string().max(20).optional(),
});
/** The words for a message that its recipient will not get. */
const FAILED = new Set(['failed', 'undelivered']);

const refused = (why: string) => new ParleyError('permission', 'origin', why);

/** A form's fields; of one that is there more than once, the last. */
const fieldsOf = (body: unknown): Record<string, string> =>
  typeof body === 'string' ? Object.fromEntries(new URLSearchParams(body)) : {};

/** Whether Twilio signed it; compares in constant time. */
async function isSigned(
  { authToken, url }: CallbackOptions,
  signature: string,
  fields: Record<string, string>,
): Promise<boolean> {
  const { default: twilio } = await import('twilio');
  return twilio.validateRequest(authToken, signature, url, fields);
}

/**
 * `POST /callbacks/twilio`: what became of an SMS. Only what Twilio signed counts, and only of messages that are known
 * here; anything else is 403. One that wasn't delivered is put down as dead, logged and counted.
 */
export function addTwilioCallback(
  http: HttpApp,
  options: CallbackOptions | undefined,
  deps: () => Deps | undefined,
): void {
  void http.register(async (scope) => {
    // Whatever it is: what isn't a form that Twilio signed is refused as that.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    scope.post('/callbacks/twilio', { schema: { hide: true } }, async (request, reply) => {
      const fields = fieldsOf(request.body);
      const signature = request.headers['x-twilio-signature'];
      const isTheirs =
        options !== undefined &&
        typeof signature === 'string' &&
        (await isSigned(options, signature, fields));
      if (!isTheirs) throw refused('X-Twilio-Signature: is not right for this address');
      const status = Status.safeParse(fields);
      if (!status.success) throw refused('MessageSid, MessageStatus: are missing');
      const work = deps();
      if (!work) throw new ParleyError('service', 'unavailable', 'The service is starting.');
      await note(work, status.data);
      return reply.code(204).send();
    });
  });
}

async function note(
  { store, metrics, log }: Deps,
  { MessageSid, MessageStatus, ErrorCode = 'none' }: z.infer<typeof Status>,
): Promise<void> {
  const known = await store.notified.byRef(MessageSid);
  if (!known) throw refused('MessageSid: is not known');
  if (!FAILED.has(MessageStatus) || known.state !== 'sent') return;
  const reason = `sms: ${MessageStatus}, Twilio’s error ${ErrorCode.replaceAll(/\W/g, '')}`;
  if (!(await store.notified.change(known, { state: 'dead', reason }))) return;
  const { kind, channel, event: notification } = known;
  metrics.notifications.inc({ kind, channel, outcome: 'undelivered' });
  log.error('notification.undelivered', new Error(reason), { notification, kind, channel });
}
