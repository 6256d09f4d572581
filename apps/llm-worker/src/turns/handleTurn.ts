import { verdict, type TurnContext, type TurnVerdict } from '@parley/bus';
import { messageFrame, startAnswer, type TurnStart } from '@parley/conversation';
import type { Turn } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import { outHeaders } from '../outHeaders.ts';
import { tell } from '../tell.ts';
import { keepEnd } from './keepEnd.ts';
import { keptSoFar } from './keptSoFar.ts';
import { writeAnswer } from './writeAnswer.ts';

/** When a turn comes again whose session is being answered by another one, in milliseconds for each place in line. */
const BUSY_MS = 300;
const LONGEST_BUSY_MS = 3_000;

/**
 * How a turn begins. One that has to come again knows how many unanswered messages are before its own; one that isn't
 * needed, whether it ended the last answer.
 */
type Begun =
  | Exclude<TurnStart, { kind: 'busy' | 'nothing' }>
  | { readonly kind: 'busy'; readonly ahead: number }
  | { readonly kind: 'nothing'; readonly endedLast: boolean };

/**
 * Tells the end of the last answer again, in case that its writer died between keeping and telling it. What changed
 * behind it (a call for a human that came of it) the sockets ask for.
 */
async function tellAgain({ store, bus }: Deps, { sessionId }: Turn): Promise<void> {
  const [entry] = (await store.entries.newest(sessionId, 1)).entries;
  if (entry?.sender !== 'assistant' || entry.status === 'streaming' || entry.status === 'superseded') return;
  bus.publishOut(sessionId, messageFrame('message.ended', entry));
  const session = (await store.sessions.load(sessionId))?.state;
  if (session && session.rev > entry.rev) bus.publishOut(sessionId, { type: 'resync', sessionId });
}

/**
 * Takes the lease for this delivery, if it is to be had. `isMine`: this delivery had it just now. A turn whose message
 * somebody else answers isn't needed any more, as each of the others has a turn of its own.
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
    const isNeeded = isMine || place >= 0 || session.answer?.turn === by.turn;
    const nothing = { kind: 'nothing', endedLast: session.endedBy === by.turn } as const;
    if (!isNeeded) return { result: nothing };
    const begun = startAnswer(session, by, now());
    if (begun.kind === 'busy') return { result: { kind: 'busy', ahead: Math.max(place, 0) } };
    if (begun.kind === 'nothing') return { result: nothing };
    return { change: { session: begun.change.session, entries: begun.change.entries }, result: begun };
  });
  const begun = done?.result ?? { kind: 'nothing' as const, endedLast: false };
  if (begun.kind !== 'write') return begun;
  const [entry] = begun.change.entries;
  // The attempt before may have died before it told of the entry; who knows it drops it by its `rev`.
  if (entry && begun.answer.attempt > 1)
    bus.publishOut(sessionId, messageFrame('message.created', entry), outHeaders(begun.change.session));
  tell(bus, begun.change);
  return begun;
}

/** Answers the oldest unanswered message, or goes on with the answer that this turn had begun. */
async function answerOne(
  deps: Deps,
  turn: Turn,
  context: TurnContext,
  isMine: boolean,
): Promise<TurnVerdict | 'answered'> {
  const begun = await start(deps, turn, context, isMine);
  switch (begun.kind) {
    case 'nothing':
      if (!isMine && begun.endedLast) await tellAgain(deps, turn);
      return verdict.done;
    case 'busy':
      return verdict.retry(Math.min(BUSY_MS * (begun.ahead + 1), LONGEST_BUSY_MS));
    case 'finish': {
      const { answer, as } = begun;
      const kept = await keptSoFar(deps.store, turn.sessionId, answer);
      const ended = await keepEnd(deps, turn.sessionId, answer, { ...kept, status: as, endedAt: deps.now() });
      return ended ? 'answered' : verdict.silent;
    }
    case 'write': {
      const said = await writeAnswer(deps, begun.change.session, begun.answer, context);
      return said.kind === 'done' ? 'answered' : said;
    }
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
    while (said === 'answered') {
      if (context.signal.aborted) return verdict.retry(0);
      context.working();
      said = await answerOne(deps, turn, context, true);
    }
    return said;
  };
