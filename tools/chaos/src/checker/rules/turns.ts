import type { Message } from '@parley/protocol';
import type { Operation } from '../../recorder/Operation.ts';
import type { History } from '../History.ts';
import type { Violation } from '../Violation.ts';

const wrong = (what: string): Violation => ({ rule: 'turn', what });

/** The text that an edited message has is that of an edit after which no other was surely made. */
function checkText(message: Message, writes: readonly Operation[]): Violation[] {
  const possible = writes.filter(({ outcome }) => outcome !== 'failed');
  const done = possible.filter(({ outcome }) => outcome === 'ok');
  const last = Math.max(...done.map(({ invokedAt }) => invokedAt));
  const fitting = possible.filter(({ endedAt = Infinity, outcome }) => outcome !== 'ok' || endedAt >= last);
  return fitting.some(({ text }) => text === message.text)
    ? []
    : [wrong(`${message.id} says ${JSON.stringify(message.text)}, not what it was changed to`)];
}

function checkRegenerated(
  target: string,
  operations: readonly Operation[],
  messages: ReadonlyMap<string, Message>,
): Violation[] {
  const done = operations.filter(({ outcome }) => outcome === 'ok');
  if (done.length > 1) return [wrong(`${target} was answered again ${done.length} times`)];
  const old = messages.get(target);
  return done.length === 1 && old?.status !== 'superseded'
    ? [wrong(`${target} was answered again and is ${old?.status ?? 'not there'}`)]
    : [];
}

/** What was stopped is over by that, unless it failed, or an edit or a further answer has put it away since. */
function checkStopped(target: string, messages: ReadonlyMap<string, Message>): Violation[] {
  const status = messages.get(target)?.status;
  return status === undefined || status === 'complete' || status === 'interrupted'
    ? [wrong(`${target} was stopped and is ${status ?? 'not there'}`)]
    : [];
}

/** No message has more answers than were asked for: one, and one for each edit and each regenerate. */
function checkVersions(
  messages: readonly Message[],
  turns: ReadonlyMap<string, readonly Operation[]>,
): Violation[] {
  const answers = messages.filter(({ sender }) => sender === 'assistant');
  return [...Map.groupBy(answers, ({ replyTo }) => replyTo ?? '')].flatMap(([question, mine]) => {
    const again = [question, ...mine.map(({ id }) => id)]
      .flatMap((id) => turns.get(id) ?? [])
      .filter(({ kind, outcome }) => kind !== 'stop' && outcome !== 'failed');
    return mine.length > 1 + again.length
      ? [wrong(`${question} has ${mine.length} versions of its answer and asked for ${1 + again.length}`)]
      : [];
  });
}

/** Edits, regenerates and stops did what their clients were told. */
export function checkTurns({ operations, sessions }: History): Violation[] {
  const said = new Map(operations.filter(({ kind }) => kind === 'say').map((each) => [each.id, each]));
  const turns = Map.groupBy(
    operations.filter(({ target }) => target !== undefined),
    ({ target = '' }) => target,
  );
  const messages = new Map(sessions.flatMap(({ messages }) => messages.map((each) => [each.id, each])));
  const ofMessages = [...messages.values()].flatMap((message) => {
    const original = said.get(message.id);
    if (!original) return [];
    const edits = (turns.get(message.id) ?? []).filter(({ kind }) => kind === 'edit');
    // Nobody edits what isn't there yet, so the original is before all edits.
    return checkText(message, [{ ...original, outcome: 'ok', endedAt: original.invokedAt }, ...edits]);
  });
  const ofTurns = [...turns].flatMap(([target, all]) => [
    ...checkRegenerated(
      target,
      all.filter(({ kind }) => kind === 'regenerate'),
      messages,
    ),
    ...(all.some(({ kind, outcome }) => kind === 'stop' && outcome === 'ok')
      ? checkStopped(target, messages)
      : []),
  ]);
  return [...ofMessages, ...ofTurns, ...sessions.flatMap(({ messages }) => checkVersions(messages, turns))];
}
