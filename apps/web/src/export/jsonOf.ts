import { type SessionState, toMessage, toSession } from '@parley/conversation';
import type { Entries } from '@parley/store';
import { entriesOf } from './entriesOf.ts';

/** A session as JSON: whole, superseded messages included, as `/api/sessions/:id` and its messages give them. */
export async function* jsonOf(
  entries: Pick<Entries, 'wholeBefore'>,
  session: SessionState,
  at: Date,
): AsyncGenerator<string> {
  yield `{"exportedAt":${JSON.stringify(at.toISOString())},\n"session":${JSON.stringify(toSession(session))},\n"messages":[`;
  let before = '\n';
  for await (const entry of entriesOf(entries, session)) {
    yield before + JSON.stringify(toMessage(entry));
    before = ',\n';
  }
  yield '\n]}\n';
}
