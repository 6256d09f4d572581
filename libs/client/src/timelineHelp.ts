import type { ServerFrameOf, Session } from '@parley/protocol';
import { handledBy, withSession } from './timelineSession.ts';
import type { TimelineState } from './timelineState.ts';

const TAKEN: TimelineState['help'] = { state: 'taken' };

/**
 * How the call stands: that is for the session to say, however old the last word about the call is. Place and times are
 * as they were told last.
 */
function helpOf(session: Session | undefined, told: TimelineState['help']): TimelineState['help'] {
  if (session?.handling === 'human') return TAKEN;
  if (session?.handling !== 'requested') return undefined;
  const state = session.help?.state ?? (told?.state === 'acknowledged' ? 'acknowledged' : 'requested');
  return told?.state === state ? told : { ...told, state };
}

const isNewCall = (before: Session | undefined, after: Session | undefined): boolean =>
  before?.help !== undefined &&
  after?.help !== undefined &&
  before.help.requestedAt !== after.help.requestedAt;

/** Brings the call in line with a session that may have changed; what was told of an earlier call is forgotten. */
export function withHelp(before: TimelineState, after: TimelineState): TimelineState {
  const isOld = after.help === before.help && isNewCall(before.session, after.session);
  const help = helpOf(after.session, isOld ? undefined : after.help);
  return help === after.help ? after : { ...after, help };
}

/** The whole session follows, in a frame that may be lost: until it comes, who called and when isn't known. */
const called = (state: 'requested' | 'acknowledged') => (session: Session) => ({
  ...session,
  handling: 'requested' as const,
  ...(session.help ? { help: { ...session.help, state } } : {}),
});

/** A frame without a `rev` tells no change, only what the present call's place is. */
export function applyHelp(state: TimelineState, frame: ServerFrameOf<'help.updated'>): TimelineState {
  const { type: _type, sessionId: _sessionId, rev, ...help } = frame;
  if (help.state === 'requested' || help.state === 'acknowledged') {
    const now = rev === undefined ? state : withSession(state, rev, called(help.state));
    return { ...now, help };
  }
  return rev === undefined || help.state === 'taken' ? state : withSession(state, rev, handledBy('ai'));
}
