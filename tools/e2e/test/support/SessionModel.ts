import type { Message } from '@parley/protocol';

/** An entry as a model knows it: others are named by their place. */
export interface ModelEntry {
  readonly seq: number;
  readonly sender: 'user' | 'assistant';
  /** `undefined`: whatever was written until it was stopped. */
  text: string | undefined;
  status: Message['status'];
  edited: boolean;
  rating?: 'up' | 'down';
  readonly replyTo?: number;
  readonly version?: number;
  readonly replaces?: number;
}

interface Asked {
  readonly replyTo: number;
  readonly version: number;
  readonly replaces?: number;
}

/** A question whose answer doesn't end by itself within a test. */
export const ENDLESS = '/slow 1000';

/** What a session is to be after a sequence of things that its user did, as simple as can be. */
export class SessionModel {
  readonly entries: ModelEntry[] = [];
  name = '';
  /** Answers that ended. */
  ended = 0;
  #writing: ModelEntry | undefined;
  #asked: Asked[] = [];

  /** Nothing is being written, nothing waits. */
  get isQuiet(): boolean {
    return this.#writing === undefined;
  }

  /** The place of the answer that is being written. */
  get writing(): number | undefined {
    return this.#writing?.seq;
  }

  current(sender: ModelEntry['sender']): ModelEntry[] {
    return this.entries.filter((entry) => entry.sender === sender && entry.status !== 'superseded');
  }

  say(text: string): void {
    const replyTo = this.#add({ sender: 'user', text, status: 'complete', edited: false });
    if (this.name === '') this.name = text;
    this.#asked.push({ replyTo, version: 1 });
    this.#answer();
  }

  stop(): void {
    if (!this.#writing) throw new Error('nothing is being written');
    this.#end(this.#writing, 'stopped', undefined);
    this.#answer();
  }

  regenerate(seq: number): void {
    const old = this.#at(seq);
    old.status = 'superseded';
    this.#asked.push({ replyTo: old.replyTo ?? 0, version: (old.version ?? 0) + 1, replaces: seq });
    this.#answer();
  }

  edit(seq: number, text: string): void {
    Object.assign(this.#at(seq), { text, edited: true });
    for (const entry of this.entries) {
      const isBehind = entry.seq > seq && (entry.replyTo === undefined || entry.replyTo >= seq);
      if (isBehind) entry.status = 'superseded';
    }
    const versions = this.entries.filter(({ replyTo }) => replyTo === seq).length;
    this.#asked.push({ replyTo: seq, version: versions + 1 });
    this.#answer();
  }

  rate(seq: number, rating: 'up' | 'down' | 'none'): void {
    const entry = this.#at(seq);
    delete entry.rating;
    if (rating !== 'none') entry.rating = rating;
  }

  #answer(): void {
    while (!this.#writing) {
      const next = this.#asked.shift();
      if (!next) return;
      const { text } = this.#at(next.replyTo);
      const seq = this.#add({
        sender: 'assistant',
        text: undefined,
        status: 'streaming',
        edited: false,
        ...next,
      });
      this.#writing = this.#at(seq);
      if (text === ENDLESS) return;
      this.#end(this.#writing, 'complete', text?.replace('/echo ', ''));
    }
  }

  #end(entry: ModelEntry, status: 'complete' | 'stopped', text: string | undefined): void {
    Object.assign(entry, { status, text });
    this.ended += 1;
    this.#writing = undefined;
  }

  #add(entry: Omit<ModelEntry, 'seq'>): number {
    const seq = this.entries.length + 1;
    this.entries.push({ seq, ...entry });
    return seq;
  }

  #at(seq: number): ModelEntry {
    const entry = this.entries[seq - 1];
    if (!entry) throw new Error(`nothing stands at ${seq}`);
    return entry;
  }
}

/** Real entries as the model would have them; `known`: what it says of them, for what it can't foretell. */
export function asModelled(messages: readonly Message[], known: readonly ModelEntry[]): ModelEntry[] {
  const seqOf = new Map(messages.map(({ id, seq }) => [id, seq]));
  const place = (id: string): number => seqOf.get(id) ?? 0;
  return messages.map(({ seq, sender, text, status, replyTo, version, replaces, feedback, editedAt }) => ({
    seq,
    sender: sender === 'user' ? 'user' : 'assistant',
    text: known[seq - 1]?.text === undefined ? undefined : text,
    status,
    edited: editedAt !== undefined,
    ...(feedback && { rating: feedback.rating }),
    ...(replyTo !== undefined && { replyTo: place(replyTo) }),
    ...(version !== undefined && { version }),
    ...(replaces !== undefined && { replaces: place(replaces) }),
  }));
}
