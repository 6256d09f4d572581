import { EMPTY_TIMELINE, type SessionHandle, type Timeline } from '@parley/client';
import type { Note } from '@parley/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { TypingSignal } from '../../chat/typingSignal.ts';
import type { AdminApi } from '../api/adminApi.ts';
import type { SessionCall } from '../api/sessions.ts';
import type { Desk } from '../desk.ts';

/** A session that an admin sees live, and what they do with it. Renders its host on each change. */
export class WatchedSession implements ReactiveController {
  /** Where the typing of an admin who has it is told. */
  readonly typing = new TypingSignal((active) => this.#handle?.typing(active));
  readonly #host: ReactiveControllerHost;
  readonly #desk: Desk;
  readonly #api: AdminApi;
  readonly #id: string;
  #handle: SessionHandle | undefined;
  /** Of before it was watched. */
  #notes: readonly Note[] = [];
  #calls: readonly SessionCall[] = [];
  /** Tokens that its calls had taken when they were last followed; `undefined` before the session is known. */
  #tokens: number | undefined;
  #older: Promise<void> | undefined;
  #ends: readonly (() => void)[] = [];

  constructor(host: ReactiveControllerHost, desk: Desk, api: AdminApi, sessionId: string) {
    this.#host = host;
    this.#desk = desk;
    this.#api = api;
    this.#id = sessionId;
    host.addController(this);
  }

  get timeline(): Timeline {
    const connection = this.#desk.connection;
    return (
      this.#handle?.timeline ?? {
        ...EMPTY_TIMELINE,
        pending: [],
        connection,
        isLive: false,
        isWatched: false,
        error: undefined,
      }
    );
  }

  /** Oldest first. */
  get notes(): readonly Note[] {
    const all = new Map(this.#notes.map((note) => [note.id, note]));
    for (const [id, note] of this.timeline.notes) all.set(id, note);
    return [...all.values()].toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  }

  /** Of models, the earliest first; as they were when they were last read. */
  get calls(): readonly SessionCall[] {
    return this.#calls;
  }

  get loadingOlder(): boolean {
    return this.#older !== undefined;
  }

  hostConnected(): void {
    this.#handle = this.#desk.client.open({ sessionId: this.#id });
    this.#ends = [
      this.#handle.subscribe(() => {
        this.#followCalls();
        this.#host.requestUpdate();
      }),
      // Notes that came while there was no socket are read again.
      this.#desk.listen((frame) => {
        if (frame.type === 'welcome') this.#readNotes();
      }),
    ];
    // That it can't be watched shows as a session that can't be opened.
    this.#handle.watch().catch(() => undefined);
    if (this.#desk.connection.status === 'open') this.#readNotes();
  }

  hostDisconnected(): void {
    this.typing.stop();
    for (const end of this.#ends) end();
    this.#handle?.close();
  }

  /** Says something to its user; what becomes of it shows in `timeline.pending`. */
  say(text: string): void {
    this.#handle?.say(text).catch(() => undefined);
  }

  retry(messageId: string): void {
    this.#handle?.retry(messageId);
  }

  discard(messageId: string): void {
    this.#handle?.discard(messageId);
  }

  /** Rejects with a `ClientError`, as each of the following does. */
  async takeOver(force = false): Promise<void> {
    const frame = { type: 'admin.takeover', sessionId: this.#id } as const;
    await this.#desk.client.send(force ? { ...frame, force } : frame);
  }

  async acknowledge(): Promise<void> {
    await this.#desk.client.send({ type: 'admin.acknowledge', sessionId: this.#id });
  }

  /** To the assistant, or to the admin `to`; the assistant reads the note. */
  async release({ note, to }: { readonly note?: string; readonly to?: string }): Promise<void> {
    const more = { ...(note && { note }), ...(to && { to }) };
    await this.#desk.client.send({ type: 'admin.release', sessionId: this.#id, ...more });
  }

  /** What the session’s model would say next. */
  async draft(): Promise<string> {
    const reply = await this.#desk.client.send({ type: 'admin.suggest', sessionId: this.#id });
    return reply.type === 'ack' ? (reply.text ?? '') : '';
  }

  async addNote(text: string, forAssistant: boolean): Promise<void> {
    await this.#desk.client.send({ type: 'admin.note', sessionId: this.#id, text, forAssistant });
  }

  /** Loads the page of messages above the oldest one. Rejects with a `RequestError`. */
  async loadOlder(): Promise<void> {
    const [oldest] = this.timeline.messages;
    if (this.#older || !oldest || !this.timeline.hasMore) return;
    this.#older = this.#page(oldest.seq);
    this.#host.requestUpdate();
    try {
      await this.#older;
    } finally {
      this.#older = undefined;
      this.#host.requestUpdate();
    }
  }

  /** Reads the calls of models anew. Rejects with a `RequestError`. */
  async readCalls(): Promise<void> {
    // Without a message, so that it is no further reading of what was said.
    const { calls } = await this.#api.session(this.#id, 1);
    this.#calls = calls;
    this.#host.requestUpdate();
  }

  /** Calls that came meanwhile are read: what the session used tells that there are. */
  #followCalls(): void {
    const tokens = this.timeline.session?.usage.totalTokens;
    if (tokens === this.#tokens) return;
    const isKnown = this.#tokens !== undefined;
    this.#tokens = tokens;
    // Where that fails, they are read again when somebody unfolds them.
    if (isKnown) this.readCalls().catch(() => undefined);
  }

  async #page(before: number): Promise<void> {
    const { messages } = await this.#api.session(this.#id, before);
    this.#handle?.prepend(messages.items.filter(({ seq }) => seq < before));
  }

  /** Where they can't be read there are none. */
  #readNotes(): void {
    this.#api.session(this.#id).then(
      ({ notes, calls }) => {
        this.#notes = notes;
        this.#calls = calls;
        this.#host.requestUpdate();
      },
      () => undefined,
    );
  }
}
