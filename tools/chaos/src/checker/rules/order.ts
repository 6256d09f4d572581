import type { Operation } from '../../recorder/Operation.ts';
import type { History } from '../History.ts';
import type { Violation } from '../Violation.ts';

const bySessionOf = (operations: readonly Operation[]) =>
  Map.groupBy(
    operations.filter(({ kind, outcome }) => kind === 'say' && outcome === 'ok'),
    ({ sessionId }) => sessionId,
  );

/** The first of these, which stand in an order of time, whose place is lower than that of one before it. */
function misplaced(
  said: readonly Operation[],
  place: ReadonlyMap<string, number>,
  session: string,
): Violation[] {
  let highest: Operation | undefined;
  return said.flatMap((each): Violation[] => {
    const before = highest;
    const [was, is] = [place.get(before?.id ?? '') ?? 0, place.get(each.id) ?? Infinity];
    if (is > was) {
      if (is < Infinity) highest = each;
      return [];
    }
    const what = `${each.id} (${is}) was said after ${before?.id} (${was}) in session ${session}`;
    return [{ rule: 'order', what }];
  });
}

/** Of two messages one was first, as seen from outside, when it was acked before the other was said. */
function afterAcks(
  said: readonly Operation[],
  place: ReadonlyMap<string, number>,
  session: string,
): Violation[] {
  const acks = said.toSorted((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0));
  let highest: Operation | undefined;
  let next = 0;
  const seqOf = (operation: Operation | undefined): number => place.get(operation?.id ?? '') ?? 0;
  return said
    .toSorted((a, b) => a.invokedAt - b.invokedAt)
    .flatMap((each): Violation[] => {
      for (let ack = acks[next]; (ack?.endedAt ?? Infinity) < each.invokedAt; ack = acks[++next])
        if (seqOf(ack) > seqOf(highest)) highest = ack;
      const [was, is] = [seqOf(highest), place.get(each.id) ?? Infinity];
      if (is > was) return [];
      const what = `${each.id} (${is}) was said after ${highest?.id} (${was}) was acked in session ${session}`;
      return [{ rule: 'order', what }];
    });
}

/** The order in which messages are kept is one in which they can have been accepted. */
export function checkOrder({ operations, sessions }: History): Violation[] {
  const said = bySessionOf(operations);
  return sessions.flatMap(({ session: { id }, messages }) => {
    const place = new Map(messages.map((message) => [message.id, message.seq]));
    const inSession = said.get(id) ?? [];
    const byClient = Map.groupBy(inSession, ({ client }) => client);
    return [
      ...[...byClient.values()].flatMap((each) =>
        misplaced(
          each.toSorted((a, b) => a.invokedAt - b.invokedAt),
          place,
          id,
        ),
      ),
      ...afterAcks(inSession, place, id),
    ];
  });
}
