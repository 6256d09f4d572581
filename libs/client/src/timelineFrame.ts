import { applyDelta, applyReset, applyWaiting, type Applied } from './timelineDelta.ts';
import { putEntry } from './timelineEntries.ts';
import { applyHelp, withHelp } from './timelineHelp.ts';
import { handledBy, withSession } from './timelineSession.ts';
import type { TimelineFrame, TimelineState } from './timelineState.ts';

const MAX_AHEAD = 1000;

function applyChange(
  state: TimelineState,
  frame: Exclude<TimelineFrame, { type: 'message.delta' | 'message.reasoning' }>,
): TimelineState {
  switch (frame.type) {
    case 'session.updated':
      if (state.session && frame.session.rev < state.session.rev) return state;
      return {
        ...state,
        session: frame.session,
        ended: frame.session.state === 'ended' ? state.ended : undefined,
      };
    case 'session.deactivated':
      return withSession(state, frame.rev, (session) => ({ ...session, state: 'idle' }));
    case 'session.ended':
      return {
        ...withSession(state, frame.rev, (session) => ({ ...session, state: 'ended' })),
        ended: frame.reason,
      };
    case 'message.created':
    case 'message.ended':
    case 'message.updated':
      return putEntry(state, frame.message);
    case 'message.reset':
      return applyReset(state, frame);
    case 'takeover.started':
      return withSession(state, frame.rev, handledBy('human', frame.admin));
    case 'takeover.ended':
      return withSession(state, frame.rev, handledBy('ai'));
    case 'help.updated':
      return applyHelp(state, frame);
    case 'note.created':
      return { ...state, notes: new Map(state.notes).set(frame.note.id, frame.note) };
    case 'file.updated':
      return { ...state, files: new Map(state.files).set(frame.file.id, frame.file) };
    case 'message.waiting':
      return applyWaiting(state, frame);
    case 'typing':
      break;
  }
  return { ...state, typing: frame.active ? frame.sender : undefined };
}

const applyNow = (state: TimelineState, frame: TimelineFrame): Applied =>
  frame.type === 'message.delta' || frame.type === 'message.reasoning'
    ? applyDelta(state, frame)
    : { state: withHelp(state, applyChange(state, frame)), missed: false };

/** Notes that the change `rev` has been applied. */
const advanced = (state: TimelineState, rev: number): TimelineState => ({
  ...withSession(state, rev, (session) => ({ ...session, rev })),
  rev,
});

/** Applies what waited for the change that `state` now has. */
export function applyAhead(state: TimelineState): TimelineState {
  let now = state;
  for (let next = now.ahead.get(now.rev + 1); next; next = now.ahead.get(now.rev + 1)) {
    now = advanced(applyNow(now, next).state, now.rev + 1);
  }
  const ahead = new Map([...now.ahead].filter(([rev]) => rev > now.rev));
  return ahead.size === now.ahead.size ? now : { ...now, ahead };
}

/**
 * Applies one live frame. A change that was seen is ignored, one that leaves a gap waits for what is before it. `missed`
 * says that the session must be opened again.
 */
export function applyFrame(state: TimelineState, frame: TimelineFrame): Applied {
  if (!state.session) return { state, missed: true };
  const { rev } = frame;
  if (rev === undefined) return applyNow(state, frame);
  if (rev <= state.rev) return { state, missed: false };
  if (rev === state.rev + 1) {
    const applied = applyNow(state, frame);
    return { ...applied, state: applyAhead(advanced(applied.state, rev)) };
  }
  if (state.ahead.size >= MAX_AHEAD) return { state, missed: true };
  return { state: { ...state, ahead: new Map(state.ahead).set(rev, frame) }, missed: false };
}
