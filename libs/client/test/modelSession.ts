import type { Message, ServerFrame, ServerFrameOf, Session } from '@parley/protocol';

const AT = '2030-01-01T00:00:00.000Z';

/** A session as a server keeps it, in memory: the rules of `seq`, `rev`, `attempt` and `offset`, and nothing else. */
export class ModelSession {
  session: Session;
  entries: Message[] = [];
  writing:
    { messageId: string; attempt: number; text: string; reasoning: string; isHidden: boolean } | undefined;
  readonly listeners = new Set<(frame: ServerFrame) => void>();

  constructor(id: string) {
    const usage = { inputTokens: 0, outputTokens: 0, totalTokens: 0 };
    const responseTimes = { maxMs: 0, avgMs: 0, count: 0 };
    this.session = {
      id,
      rev: 1,
      userId: 'u',
      name: 'New chat',
      model: 'demo',
      state: 'active',
      handling: 'ai',
      adminAssisted: false,
      archived: false,
      createdAt: AT,
      lastActivityAt: AT,
      durationMs: 0,
      messageCount: 0,
      usage,
      responseTimes,
    };
  }

  /** A message of a person; the same id has no second effect. */
  say(id: string, text: string, sender: 'user' | 'admin' = 'user'): void {
    if (this.entries.some((entry) => entry.id === id)) return;
    this.#create({ id, text, sender, status: 'complete' });
  }

  startAnswer(id: string): void {
    if (this.writing) return;
    this.writing = { messageId: id, attempt: 1, text: '', reasoning: '', isHidden: false };
    this.#create({ id, text: '', sender: 'assistant', status: 'streaming' });
  }

  /** Sends more of the answer, with `overlap` units of what was sent before. */
  write(text: string, overlap = 0): void {
    if (!this.writing || this.writing.isHidden) return;
    const { messageId, attempt } = this.writing;
    const offset = Math.max(0, this.writing.text.length - overlap);
    this.writing.text += text;
    const more = this.writing.text.slice(offset);
    this.emit({ type: 'message.delta', sessionId: this.session.id, messageId, attempt, offset, text: more });
  }

  /** Sends more of what the model thinks, likewise. */
  think(text: string, overlap = 0): void {
    if (!this.writing || this.writing.isHidden) return;
    const { messageId, attempt } = this.writing;
    const offset = Math.max(0, this.writing.reasoning.length - overlap);
    this.writing.reasoning += text;
    const more = this.writing.reasoning.slice(offset);
    const { id: sessionId } = this.session;
    this.emit({ type: 'message.reasoning', sessionId, messageId, attempt, offset, text: more });
  }

  /** Says that the answer waits for its model. */
  wait(reason: 'busy' | 'retry'): void {
    if (!this.writing || this.writing.isHidden) return;
    const { messageId, attempt } = this.writing;
    this.emit({ type: 'message.waiting', sessionId: this.session.id, messageId, attempt, reason });
  }

  /** The worker that wrote the answer is gone: nobody knows more of its text than was kept a while ago. */
  orphan(): void {
    if (this.writing) this.writing.isHidden = true;
  }

  /** The answer starts again; `isSilent`: only its first delta says so. */
  restart(isSilent = false): void {
    if (!this.writing) return;
    const { messageId, attempt } = this.writing;
    this.writing = { messageId, attempt: attempt + 1, text: '', reasoning: '', isHidden: false };
    if (isSilent) return this.write('…');
    this.emit({ type: 'message.reset', sessionId: this.session.id, messageId, attempt: attempt + 1 });
  }

  /** Ends the answer; `stopped`: with the text that was kept a while ago. */
  end(status: 'complete' | 'stopped' = 'complete'): void {
    const entry = this.entries.find(({ id }) => id === this.writing?.messageId);
    if (!this.writing || !entry) return;
    if (this.writing.isHidden) this.restart();
    const { text, reasoning } = this.writing;
    this.writing = undefined;
    const kept = status === 'stopped' ? text.slice(0, text.length / 2) : text;
    this.change('message.ended', { ...entry, text: kept, status, ...(reasoning && { reasoning }) });
  }

  /** Changes an entry that isn't being written. */
  touch(index: number, transcript: string): void {
    const entry = this.entries[index % Math.max(1, this.entries.length)];
    if (entry && entry.status !== 'streaming') this.change('message.updated', { ...entry, transcript });
  }

  rename(name: string): void {
    this.session = { ...this.session, name, rev: this.session.rev + 1 };
    const { session } = this;
    this.emit({ type: 'session.updated', sessionId: session.id, rev: session.rev, session });
  }

  /** Answers a `session.open`, at most `page` entries at a time. */
  snapshot(ref: string, afterRev: number | undefined, page: number): ServerFrameOf<'session.opened'> {
    const { session, entries } = this;
    // A client that knows more than there is gets what there is.
    const isNewest = afterRev === undefined || afterRev > session.rev;
    const changed = isNewest
      ? entries.slice(-page)
      : entries.filter(({ rev }) => rev > afterRev).toSorted((a, b) => a.rev - b.rev);
    const hasMore = isNewest ? entries.length > page : changed.length > page;
    const messages = changed.slice(0, page);
    const opened = {
      type: 'session.opened',
      ref,
      sessionId: session.id,
      session,
      messages,
      hasMore,
    } as const;
    if (!this.writing) return opened;
    const { messageId, attempt, text, reasoning, isHidden } = this.writing;
    if (isHidden)
      return { ...opened, streaming: { messageId, attempt, text: text.slice(0, text.length / 2) } };
    return { ...opened, streaming: { messageId, attempt, text, ...(reasoning && { reasoning }) } };
  }

  #create(what: Pick<Message, 'id' | 'text' | 'sender' | 'status'>): void {
    const { id: sessionId, rev } = this.session;
    const seq = this.entries.length + 1;
    const entry: Message = {
      ...what,
      sessionId,
      seq,
      rev: rev + 1,
      kind: 'text',
      attachments: [],
      createdAt: AT,
    };
    this.entries = [...this.entries, entry];
    this.change('message.created', entry);
  }

  change(type: 'message.created' | 'message.ended' | 'message.updated', changed: Message): void {
    const rev = this.session.rev + 1;
    const message = { ...changed, rev };
    this.session = { ...this.session, rev, messageCount: this.entries.length };
    this.entries = this.entries.with(message.seq - 1, message);
    const { session } = this;
    this.emit({ type, sessionId: session.id, rev, message });
    this.emit({ type: 'session.updated', sessionId: session.id, session });
  }

  emit(frame: ServerFrame): void {
    for (const listener of this.listeners) listener(frame);
  }
}
