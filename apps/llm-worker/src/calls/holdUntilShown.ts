import type { ProviderEvent } from '../providers/provider.ts';
import { isShown, type CallEvent } from './CallEvent.ts';

/**
 * What a provider says, with `first()` before all of it, from its first shown token or its end on. Until then it may fail,
 * and another call be made instead: then nothing of it must have been told.
 */
export async function* holdUntilShown(
  events: AsyncIterable<ProviderEvent>,
  first: () => CallEvent,
): AsyncGenerator<CallEvent, void> {
  const held: ProviderEvent[] = [];
  let isHeld = true;
  for await (const event of events) {
    if (isHeld && !isShown(event)) {
      held.push(event);
      continue;
    }
    if (isHeld) {
      isHeld = false;
      yield first();
      yield* held;
    }
    yield event;
  }
  if (!isHeld) return;
  yield first();
  yield* held;
}
