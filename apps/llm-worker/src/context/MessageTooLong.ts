import { ParleyError } from '@parley/protocol';
import { ProviderError } from '../providers/ProviderError.ts';

/** One message alone is longer than its model reads: no call is made. */
export class MessageTooLong extends ProviderError {
  constructor(tokens: number, room: number) {
    super(
      'context_too_long',
      new Error(`the message has ${tokens} tokens, there is room for ${Math.max(0, room)}`),
    );
  }

  override toPublic(): ParleyError<'service'> {
    const words = 'This message is too long for the model. Shorten it, or choose a model that reads more.';
    return new ParleyError('service', 'context_too_long', words, { cause: this });
  }
}
