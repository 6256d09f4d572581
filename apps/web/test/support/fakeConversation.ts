import type { Message, MessageStatus, ServerFrame, ServerFrameOf, Session } from '@parley/protocol';

type Admin = NonNullable<Session['admin']>;
type QueuePlace = Pick<ServerFrameOf<'help.updated'>, 'position' | 'waitMs' | 'opensAt'>;

const NO_USAGE = { inputTokens: 0, outputTokens: 0, totalTokens: 0 };

/** One conversation as the server keeps it, changed by a test step by step. */
export class FakeConversation {
  messages: Message[] = [];
  sessionId: string = crypto.randomUUID();
  userId = 'u';
  model = 'demo';
  /** The name that was given to it. */
  name: string | undefined;
  handling: Session['handling'] = 'ai';
  admin: Admin | undefined;
  help: Session['help'];
  adminAssisted = false;
  /** What is said of a call's place in the queue. */
  queue: QueuePlace = {};
  /** When the next entry is made. */
  clock = (): Date => new Date();
  #rev = 0;
  #text = '';
  #reasoning = '';
  readonly #tell: (frame: ServerFrame) => void;

  constructor(tell: (frame: ServerFrame) => void) {
    this.#tell = tell;
  }

  /** Entries that are there from the start. */
  add(entry: Partial<Message>): Message {
    this.#rev += 1;
    const message: Message = {
      id: crypto.randomUUID(),
      sessionId: this.sessionId,
      seq: this.messages.length + 1,
      rev: this.#rev,
      sender: 'user',
      kind: 'text',
      text: '',
      attachments: [],
      status: 'complete',
      createdAt: this.clock().toISOString(),
      ...(entry.sender === 'assistant' && {
        replyTo: this.messages.findLast(({ sender }) => sender === 'user')?.id,
      }),
      ...entry,
    };
    this.messages.push(message);
    return message;
  }

  /** A new, empty session. */
  renew(id: string): void {
    this.sessionId = id;
    this.messages = [];
    this.name = undefined;
    this.handling = 'ai';
    this.admin = undefined;
    this.help = undefined;
    this.adminAssisted = false;
    this.#rev = 0;
  }

  /** Its user calls a person, or has called one. */
  call(reason?: string, more: Partial<NonNullable<Session['help']>> = {}): void {
    const requestedAt = this.help?.requestedAt ?? this.clock().toISOString();
    const given = reason ?? this.help?.reason;
    this.help = { state: 'requested', by: 'user', requestedAt, ...(given && { reason: given }), ...more };
    this.handling = 'requested';
    this.#helpUpdated(this.help.state);
  }

  /** The call is taken back. */
  callBack(): void {
    this.help = undefined;
    this.handling = 'ai';
    this.#helpUpdated('none');
  }

  /** An admin takes it over; an answer that is being written ends as stopped. */
  takeOver(admin: Admin): void {
    if (this.messages.at(-1)?.status === 'streaming') this.end('stopped');
    const hadCall = this.help !== undefined;
    this.handling = 'human';
    this.admin = admin;
    this.adminAssisted = true;
    this.help = undefined;
    this.#rev += 1;
    this.#tell({ type: 'takeover.started', sessionId: this.sessionId, rev: this.#rev, admin });
    this.#sessionUpdated();
    if (hadCall) this.#tell({ type: 'help.updated', sessionId: this.sessionId, state: 'taken' });
  }

  /** The assistant has it again. */
  release(): void {
    const { admin } = this;
    if (!admin) return;
    this.handling = 'ai';
    this.admin = undefined;
    this.#rev += 1;
    this.#tell({ type: 'takeover.ended', sessionId: this.sessionId, rev: this.#rev, admin });
    this.#sessionUpdated();
  }

  #helpUpdated(state: ServerFrameOf<'help.updated'>['state']): void {
    this.#rev += 1;
    const frame = { type: 'help.updated', sessionId: this.sessionId, rev: this.#rev, state } as const;
    this.#tell({ ...frame, ...this.queue });
    this.#sessionUpdated();
  }

  #sessionUpdated(): void {
    this.#tell({ type: 'session.updated', sessionId: this.sessionId, session: this.session() });
  }

  /** A message is stored: the user's, unless `by` says whose. */
  said(id: string, text: string, by: Partial<Message> = {}): void {
    if (this.messages.some((message) => message.id === id)) return;
    const message = this.add({ id, text, ...by });
    this.#tell({ type: 'message.created', sessionId: this.sessionId, rev: message.rev, message });
  }

  /** An answer starts. */
  begin(): void {
    this.#text = '';
    this.#reasoning = '';
    const message = this.add({ sender: 'assistant', status: 'streaming', model: this.model });
    this.#tell({ type: 'message.created', sessionId: this.sessionId, rev: message.rev, message });
  }

  /** An answer is written again, or (`goesOn`) goes on where it broke off: the old one goes, the new one starts. */
  again(id: string, goesOn = false): void {
    const old = this.messages.find((message) => message.id === id);
    if (!old) return;
    this.change(id, { status: 'superseded' });
    this.#text = '';
    this.#reasoning = '';
    const version = (old.version ?? 1) + 1;
    const message = this.add({
      sender: 'assistant',
      status: 'streaming',
      model: this.model,
      replyTo: old.replyTo,
      replaces: id,
      version,
      ...(goesOn && { continues: id }),
    });
    this.#tell({ type: 'message.created', sessionId: this.sessionId, rev: message.rev, message });
    if (goesOn) this.write(old.text);
  }

  /** A message of the user is changed; what came after it goes. */
  edit(id: string, text: string): void {
    const at = this.messages.findIndex((message) => message.id === id);
    for (const later of this.messages.slice(at + 1)) this.change(later.id, { status: 'superseded' });
    this.change(id, { text, editedAt: this.clock().toISOString() });
  }

  /** An entry is changed, and that is told. */
  change(id: string, change: Partial<Message>): void {
    const at = this.messages.findIndex((message) => message.id === id);
    const before = this.messages[at];
    if (!before) return;
    this.#rev += 1;
    const message = { ...before, ...change, rev: this.#rev };
    this.messages[at] = message;
    this.#tell({ type: 'message.updated', sessionId: this.sessionId, rev: this.#rev, message });
  }

  /** More of the answer. */
  write(text: string): void {
    const offset = this.#text.length;
    this.#text += text;
    const messageId = this.messages.at(-1)?.id ?? '';
    this.#tell({ type: 'message.delta', sessionId: this.sessionId, messageId, attempt: 1, offset, text });
  }

  /** More of what its model thinks. */
  think(text: string): void {
    const offset = this.#reasoning.length;
    this.#reasoning += text;
    const messageId = this.messages.at(-1)?.id ?? '';
    this.#tell({ type: 'message.reasoning', sessionId: this.sessionId, messageId, attempt: 1, offset, text });
  }

  /** It waits for its model. */
  wait(reason: 'busy' | 'retry', retryInMs?: number): void {
    const messageId = this.messages.at(-1)?.id ?? '';
    const more = retryInMs === undefined ? {} : { retryInMs };
    this.#tell({
      type: 'message.waiting',
      sessionId: this.sessionId,
      messageId,
      attempt: 1,
      reason,
      ...more,
    });
  }

  /** The answer is over. */
  end(status: MessageStatus = 'complete', more: Partial<Message> = {}): void {
    const last = this.messages.at(-1);
    if (!last) return;
    this.#rev += 1;
    const reasoning = this.#reasoning && { reasoning: this.#reasoning };
    const message = { ...last, text: this.#text, status, rev: this.#rev, ...reasoning, ...more };
    this.messages[this.messages.length - 1] = message;
    this.#tell({ type: 'message.ended', sessionId: this.sessionId, rev: this.#rev, message });
  }

  opened(ref: string, afterRev?: number): ServerFrame {
    const changed = this.messages.filter(({ rev }) => rev > (afterRev ?? 0));
    const last = this.messages.at(-1);
    return {
      type: 'session.opened',
      sessionId: this.sessionId,
      rev: this.#rev,
      ref,
      session: this.session(),
      messages: afterRev === undefined ? this.messages.slice(-50) : changed.toSorted((a, b) => a.rev - b.rev),
      hasMore: afterRev === undefined && this.messages.length > 50,
      ...(last?.status === 'streaming' && {
        streaming: {
          messageId: last.id,
          attempt: 1,
          text: this.#text,
          ...(this.#reasoning && { reasoning: this.#reasoning }),
        },
      }),
    };
  }

  /** A page of `GET /api/sessions/:id/messages`. */
  page(before: number, limit: number): { items: Message[]; nextCursor: null } {
    return { items: this.messages.filter(({ seq }) => seq < before).slice(-limit), nextCursor: null };
  }

  session(): Session {
    const now = new Date().toISOString();
    return {
      id: this.sessionId,
      rev: this.#rev,
      userId: this.userId,
      name: this.name ?? this.messages[0]?.text.slice(0, 40) ?? '',
      model: this.model,
      state: 'active',
      handling: this.handling,
      ...(this.help && { help: this.help }),
      ...(this.admin && { admin: this.admin }),
      adminAssisted: this.adminAssisted,
      archived: false,
      createdAt: now,
      lastActivityAt: now,
      durationMs: 0,
      messageCount: this.messages.length,
      usage: NO_USAGE,
      responseTimes: { maxMs: 0, avgMs: 0, count: 0 },
    };
  }
}
