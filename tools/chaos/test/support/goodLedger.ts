import type { Message } from '@parley/protocol';
import type { History, LedgerEntry, StoredSession } from '../../src/checker/History.ts';
import type { SeenCall } from '../../src/provider/SeenCall.ts';

type Books = Pick<History, 'ledger' | 'seen' | 'recordedModel' | 'sessions'>;

const RECORDED = 'recorded';
const CALL_MS = 100;

/** A call of a run: its entry, and how the provider saw it, if it did. */
interface Made {
  readonly entry: LedgerEntry;
  readonly call?: SeenCall;
}

function made(
  entry: Omit<LedgerEntry, 'inputTokens' | 'outputTokens'>,
  tokens: number,
  isSeen: boolean,
): Made {
  const { id, startedAt, outcome, endedAt } = entry;
  const end = outcome === 'complete' ? 'complete' : outcome === 'failed' ? 'failed' : 'aborted';
  return {
    entry: { ...entry, inputTokens: tokens * 3, outputTokens: tokens },
    ...(isSeen && { call: { id, seenAt: startedAt + 1, end, endedAt: endedAt ?? startedAt + CALL_MS } }),
  };
}

/** The calls that were made for an answer: of every third one the worker died, of every fifth a try failed. */
function callsFor({ id, sessionId, status }: Message, n: number, model: string): Made[] {
  const startedAt = n * 10 * CALL_MS;
  const about = { sessionId, messageId: id, model };
  const isRecorded = model === RECORDED;
  const later = startedAt + 2 * CALL_MS;
  const lost = { ...about, id: `${id}-lost`, startedAt, outcome: 'unknown' };
  const failed = { ...about, id: `${id}-failed`, startedAt, outcome: 'failed', endedAt: startedAt + CALL_MS };
  const outcome = status === 'stopped' ? 'stopped' : 'complete';
  const last = { ...about, id: `${id}-last`, startedAt: later, outcome, endedAt: later + CALL_MS };
  return [
    // No call followed every other lost one.
    ...(n % 3 === 0 ? [made(lost, 0, isRecorded && n % 2 === 0)] : []),
    ...(n % 5 === 0 ? [made(failed, 0, isRecorded)] : []),
    made(last, n + 1, isRecorded),
  ];
}

/** A title, of which a session may not have been told. */
const titleOf = (sessionId: string, n: number, model: string): Made =>
  made(
    {
      id: `${sessionId}-title`,
      sessionId,
      model,
      outcome: 'complete',
      startedAt: n * 10 * CALL_MS,
      endedAt: (n + 1) * 10 * CALL_MS,
    },
    7,
    model === RECORDED,
  );

/** A ledger in which all is right, for sessions whose usage it gives; `isTold`: of their titles, too. */
export function goodLedger(sessions: readonly StoredSession[], isTold: boolean): Books {
  const books: Made[] = [];
  const counted = sessions.map((stored, at): StoredSession => {
    const answers = stored.messages.filter(({ sender }) => sender === 'assistant');
    const model = at % 2 === 0 ? RECORDED : 'demo';
    const calls = answers.flatMap((answer, n) => callsFor(answer, n, model));
    const title = titleOf(stored.session.id, answers.length, model);
    books.push(...calls, title);
    const told = isTold ? [...calls, title] : calls;
    const sum = (kind: 'inputTokens' | 'outputTokens') =>
      told.reduce((all, { entry }) => all + entry[kind], 0);
    const [inputTokens, outputTokens] = [sum('inputTokens'), sum('outputTokens')];
    const usage = { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens };
    return { ...stored, session: { ...stored.session, usage } };
  });
  return {
    sessions: counted,
    ledger: { readAt: Infinity, entries: books.map(({ entry }) => entry) },
    seen: books.flatMap(({ call }) => call ?? []),
    recordedModel: RECORDED,
  };
}
