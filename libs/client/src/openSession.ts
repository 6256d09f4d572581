import type { Limits, Session } from '@parley/protocol';
import { checkFrame } from './checkFrame.ts';
import { ClientError } from './clientError.ts';
import type { OpenedSession, OpenSessionOptions } from './openedSession.ts';
import type { OutboxFrame, Reply } from './outboxEntry.ts';
import type { SessionFrame, SessionHandle, Timeline } from './sessionHandle.ts';
import { peopleCalls } from './peopleCalls.ts';
import { SessionSync } from './sessionSync.ts';
import { tellListener } from './tellListener.ts';
import { Watching } from './watching.ts';

/** Builds a session: its timeline kept in step, its outbox shown beside it. */
export function openSession(options: OpenSessionOptions): OpenedSession {
  const { outbox, newId } = options;
  const listeners = new Set<(timeline: Timeline) => void>();
  const { promise: opened, resolve, reject } = Promise.withResolvers<Session>();
  opened.catch(() => undefined);
  let error: ClientError | undefined;
  let timeline: Timeline | undefined;
  let isClosed = false;

  const refuse = (why: ClientError): void => {
    error = why;
    reject(why);
  };

  const changed = (): void => {
    if (isClosed) return;
    timeline = undefined;
    const now = look();
    for (const listener of listeners) tellListener(listener, now);
  };

  const watching = new Watching({ send: (frame) => send(frame), onChange: changed });
  const sync = new SessionSync({
    which: options.which,
    clock: options.clock,
    random: options.random,
    newId,
    send: (frame) => options.send(frame),
    onChange: changed,
    onOpened(session) {
      resolve(session);
      outbox.flush();
    },
    onRefused: refuse,
  });

  function look(): Timeline {
    const { session, messages, streaming, hasMore, timesLost, ended, help, typing, files, notes } =
      sync.state;
    timeline ??= {
      session,
      messages,
      streaming,
      hasMore,
      timesLost,
      ended,
      help,
      typing,
      files,
      notes,
      error,
      pending:
        sync.id === undefined
          ? []
          : outbox.pending(sync.id, (id) => messages.some((message) => message.id === id)),
      connection: options.connection(),
      isLive: sync.isLive,
      isWatched: watching.isOn,
    };
    return timeline;
  }

  async function send(body: SessionFrame): Promise<Reply> {
    const id = newId();
    const sessionId = sync.id ?? (await opened).id;
    const frame = { ...body, id, sessionId } as OutboxFrame;
    const connection = options.connection();
    const limits: Limits | undefined = connection.status === 'open' ? connection.welcome.limits : undefined;
    const refused = checkFrame(frame, limits);
    if (refused) throw refused;
    if (isClosed) throw new ClientError('client', 'closed', 'The session was closed on this side.');
    return outbox.add(frame);
  }

  const handle: SessionHandle = {
    get id() {
      return sync.id;
    },
    get timeline() {
      return timeline ?? look();
    },
    opened,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    send,
    ...peopleCalls(send, watching),
    say: (text, more = {}) => send({ type: 'message.send', text, ...more }),
    async stop() {
      const messageId = sync.state.messages.findLast(({ status }) => status === 'streaming')?.id;
      if (messageId) await send({ type: 'message.stop', messageId });
    },
    selectModel: (model) => send({ type: 'model.select', model }),
    regenerate: (messageId) => send({ type: 'message.regenerate', messageId }),
    edit: (messageId, text) => send({ type: 'message.edit', messageId, text }),
    feedback: (messageId, rating, note) =>
      send({ type: 'message.feedback', messageId, rating, ...(note ? { note } : {}) }),
    typing(active) {
      const { id: sessionId } = sync;
      if (sessionId && sync.isOpen) options.send({ type: 'typing', id: newId(), sessionId, active });
    },
    retry: (messageId) => outbox.retry(messageId),
    discard: (messageId) => outbox.discard(messageId),
    prepend: (page) => sync.prepend(page),
    close() {
      if (isClosed) return;
      isClosed = true;
      const wasWatched = watching.stop();
      disconnected();
      refuse(new ClientError('client', 'closed', 'The session was closed on this side.'));
      const { id: sessionId } = sync;
      if (sessionId !== undefined) {
        outbox.release(new ClientError('client', 'closed', 'The session was closed.'), sessionId);
        // Whatever becomes of it, nobody waits for it here; a socket that ends takes the watching along.
        if (wasWatched) outbox.add({ type: 'admin.unwatch', id: newId(), sessionId }).catch(() => undefined);
      }
      options.onClose();
    },
  };
  function connected(): void {
    sync.connected();
    watching.connected();
  }

  function disconnected(): void {
    sync.disconnected();
    watching.disconnected();
  }

  function roleLost(userId: string, error: ClientError): void {
    watching.stop();
    if (sync.state.session && sync.state.session.userId !== userId) sync.refuse(error);
  }

  return { handle, sync, changed, connected, disconnected, roleLost };
}
