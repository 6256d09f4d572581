import { MAX_FRAME, MAX_TEXT } from '@parley/protocol/limits';
import type { ClientFrame, Limits } from '@parley/protocol';
import { ClientError } from './clientError.ts';

const refuse = (code: string, message: string): ClientError => new ClientError('validation', code, message);

/** What the server would refuse for its size, said before it is sent: a frame too large would cost the socket. */
export function checkFrame(frame: ClientFrame, limits: Limits | undefined): ClientError | undefined {
  const maxText = limits?.maxText ?? MAX_TEXT;
  const maxFrame = limits?.maxFrame ?? MAX_FRAME;
  if ('text' in frame && frame.text !== undefined && frame.text.length > maxText) {
    return refuse('too_long', `text: must be at most ${maxText} characters.`);
  }
  if (frame.type === 'message.send' && !frame.text?.trim() && !frame.attachments?.length && !frame.voice) {
    return refuse('empty', 'text: must not be empty: text, attachments or voice is needed.');
  }
  if (frame.type === 'message.edit' && !frame.text.trim()) {
    return refuse('empty', 'text: must not be empty.');
  }
  if (new TextEncoder().encode(JSON.stringify(frame)).length > maxFrame) {
    return refuse('too_large', `frame: must be at most ${maxFrame} bytes.`);
  }
  return undefined;
}
