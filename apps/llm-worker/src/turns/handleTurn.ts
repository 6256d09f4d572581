import { verdict, type TurnContext, type TurnVerdict } from '@parley/bus';
import { messageFrame, startAnswer, type TurnStart } from '@parley/conversation';
import type { Turn } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import { outHeaders } from '../outHeaders.ts';
import { tell } from '../tell.ts';
import { keepEnd } from './keepEnd.ts';
import { keptSoFar } from './keptSoFar.ts';
import { writeAnswer, type Answered } from './writeAnswer.ts';

/** When the turn of the first message in line comes again while another one answers, in milliseconds. */
const FIRST_BUSY_MS = 300;
/** When one further back does, in milliseconds for each message before its own. */
const BUSY_MS = 1_000;
/** So many turns stand in line. Those behind them leave: a session is asked about six times a second, at most. */
const LONGEST_LINE = 4;

/**
 * How a turn begins, and whether it ended the last answer. One that has to come again knows how many unanswered messages
 * are before its own.
 */
type Begun = { readonly endedLast: boolean } & (
  Exclude<TurnStart, { kind: 'busy' }> | { readonly kind: 'busy'; readonly ahead: number }
);

/**
 * Tells the end of the last answer again, in case that its writer died between keeping and telling it. When something
 * followed it (a call for a human that came of it, a takeover), the sockets ask for both, so that no end comes behind that.
 */
async function tellAgain({ store, bus }: Deps, { sessionId }: Turn): Promise<void> {
  const [entry] = (await store.entries.newest(sessionId, 1)).entries;
  if (entry?.sender !== 'assistant' || entry.status === 'streaming' || entry.status === 'superseded') return;
  const session = (await store.sessions.load(sessionId))?.state;
  if (!session) return;
  const isLast = session.rev === entry.rev;
  bus.publishOut(sessionId, isLast ? messageFrame('message.ended', entry) : { type: 'resync', sessionId });
}

/**
 * Takes the lease for this delivery, if it is to be had. `isMine`: this delivery had it just now. A turn is needed while its
 * message waits, while it answers, and when it was the last to answer: then its worker died, or left, before it went on.
 */
async function start(
  { store, bus, now }: Deps,
  { sessionId, messageId }: Turn,
  context: TurnContext,
  isMine: boolean,
) {
  const by = { turn: context.streamSeq, delivery: context.deliveries };
  const done = await store.sessions.change<Begun>(sessionId, (session) => {
    const place = session.waiting.findIndex((message) => message.messageId === messageId);
    const endedLast = session.endedBy === by.turn;
    const isNeeded = isMine || place >= 0 || (session.answer?.turn ?? session.endedBy) === by.turn;
    if (!isNeeded) return { result: { kind: 'nothing', endedLast } };
    const begun = startAnswer(session, by, now());
    if (begun.kind === 'busy') return { result: { kind: 'busy', endedLast, ahead: Math.max(place, 0) } };
    if (begun.kind === 'nothing') return { result: { ...begun, endedLast } };
    const { change } = begun;
    const { session: next, entries } = change;
    return { change: { session: next, entries, leavesEntries: true }, result: { ...begun, endedLast } };
  });
  if (!done) return { kind: 'nothing' as const, endedLast: false };
  const { loaded, result: begun } = done;
  // The delivery before may have died before it told of the end; what it told nobody, the sockets ask for.
  if (begun.kind !== 'nothing' && begun.endedLast && !isMine)
    bus.publishOut(sessionId, { type: 'resync', sessionId });
  if (begun.kind !== 'write') return begun;
  const [entry] = begun.change.entries;
  // The attempt before may have died before it told of the entry; who knows it drops it by its `rev`.
  if (entry && begun.answer.attempt > 1)
    bus.publishOut(sessionId, messageFrame('message.created', entry), outHeaders(begun.change.session));
  tell(bus, begun.change);
  return { ...begun, loaded };
}

/**
 * What becomes of a turn that isn't its turn yet. Whoever answers goes on with all that wait, and again when its worker
 * died; those in line are there in case that its turn is lost. For all the others there is the sweep.
 */
const comeBack = (ahead: number): TurnVerdict =>
  ahead < LONGEST_LINE ? verdict.retry(Math.max(BUSY_MS * ahead, FIRST_BUSY_MS)) : verdict.done;

/** Answers the oldest unanswered message, or goes on with the answer that this turn had begun. */
async function answerOne(
  deps: Deps,
  turn: Turn,
  context: TurnContext,
  isMine: boolean,
): Promise<TurnVerdict | Answered> {
  const begun = await start(deps, turn, context, isMine);
  switch (begun.kind) {
    case 'nothing':
      if (!isMine && begun.endedLast) await tellAgain(deps, turn);
      return verdict.done;
    case 'busy':
      return comeBack(begun.ahead);
    case 'finish': {
      const { answer, as } = begun;
      const kept = await keptSoFar(deps.store, turn.sessionId, answer);
      const ended = await keepEnd(deps, turn.sessionId, answer, { ...kept, status: as, endedAt: deps.now() });
      return ended ? { kind: 'answered', session: ended } : verdict.silent;
    }
    case 'write':
      // On a busy machine it may have taken long to get here; from here on the lease is looked after.
      context.working();
      return writeAnswer(deps, begun.loaded, begun.answer, context);
  }
}

/**
 * Handles one turn: "answer the oldest unanswered message of this session", and then the next one, as long as there is
 * any. Else the turns of all the others would have to come and ask, again and again, whether it is theirs now.
 */
export const handleTurn =
  (deps: Deps) =>
  async (turn: Turn, context: TurnContext): Promise<TurnVerdict> => {
    let said = await answerOne(deps, turn, context, false);
    while (said.kind === 'answered') {
      // What came in since has a turn of its own.
      if (said.session.waiting.length === 0) return verdict.done;
      if (context.signal.aborted) return verdict.retry(0);
      context.working();
      said = await answerOne(deps, turn, context, true);
    }
    return said;
  };
