import type { JsMsg } from 'nats';
import type { Feed } from './consumption.ts';
import { COMMAND_HELD_MS } from './streams.ts';

/** Between two words to the queue, in milliseconds: one that is lost leaves time for the next. */
const EVERY_MS = 500;

/** A delivered command while it is in hand. */
export interface KeptCommand extends Disposable {
  /** Whether it is surely still ours. */
  readonly held: () => boolean;
}

/**
 * Tells the queue again and again that a command is in hand, until disposed of or `leaving`. Who was silent for too long, because it
 * was paused or cut off, says nothing more: somebody else has it now, whose command it would call away.
 */
export function keepCommand(
  { link: { status }, leaving }: Pick<Feed, 'link' | 'leaving'>,
  message: JsMsg,
): KeptCommand {
  let since = performance.now();
  const held = (): boolean => performance.now() - since < COMMAND_HELD_MS;
  const timer = setInterval(() => {
    if (leaving.aborted || !held() || status() !== 'connected') return;
    message.working();
    since = performance.now();
  }, EVERY_MS);
  return { held, [Symbol.dispose]: () => clearInterval(timer) };
}
