import type { Admin, Help, ServerFrame, Session } from '@parley/protocol';
import type { ModelSession } from './modelSession.ts';

type Told = Omit<Extract<ServerFrame, { type: 'help.updated' }>, 'type' | 'sessionId' | 'rev'>;

const AT = Date.parse('2030-01-01T00:00:00.000Z');

/** A change of the session: its own frame has the `rev`, the session follows without one. */
function change(model: ModelSession, frame: object, changed: Partial<Session>, gone: string[]): void {
  const rev = model.session.rev + 1;
  const kept = Object.entries(model.session).filter(([field]) => !gone.includes(field));
  model.session = { ...(Object.fromEntries(kept) as Session), ...changed, rev };
  const { session } = model;
  model.emit({ ...frame, sessionId: session.id, rev } as ServerFrame);
  model.emit({ type: 'session.updated', sessionId: session.id, session });
}

const tell = (model: ModelSession, told: Told, changed: Partial<Session>, gone: string[] = []): void =>
  change(model, { type: 'help.updated', ...told }, changed, gone);

/** The user calls; again while they wait: the reason changes. */
export function call(model: ModelSession, position: number): void {
  const { handling, help, rev } = model.session;
  if (handling === 'human') return;
  const requestedAt = help?.requestedAt ?? new Date(AT + rev).toISOString();
  const called: Help = { state: 'requested', ...help, requestedAt, by: 'user', reason: `reason ${rev}` };
  tell(model, { state: called.state, position, waitMs: 1000 }, { handling: 'requested', help: called });
}

export function cancel(model: ModelSession): void {
  if (model.session.handling !== 'requested') return;
  tell(model, { state: 'none' }, { handling: 'ai' }, ['help']);
}

export function acknowledge(model: ModelSession, admin: Admin): void {
  const { help } = model.session;
  if (!help) return;
  const seen = { ...help, state: 'acknowledged', acknowledgedBy: admin } as const;
  tell(model, { state: 'acknowledged' }, { help: seen });
}

/** Whatever is being written ends first, with what was kept of it; also a hand-over from admin to admin. */
export function takeover(model: ModelSession, admin: Admin): void {
  if (model.session.admin?.id === admin.id) return;
  const wasCalled = model.session.help !== undefined;
  model.end('stopped');
  const taken = { handling: 'human', admin, adminAssisted: true } as const;
  change(model, { type: 'takeover.started', admin }, taken, ['help']);
  if (wasCalled) model.emit({ type: 'help.updated', sessionId: model.session.id, state: 'taken' });
}

export function release(model: ModelSession): void {
  const { admin } = model.session;
  if (!admin) return;
  change(model, { type: 'takeover.ended', admin }, { handling: 'ai' }, ['admin']);
}
