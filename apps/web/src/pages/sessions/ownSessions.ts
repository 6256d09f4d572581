import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { FrameListener } from '../chat/conversation.ts';
import { RequestError } from '../http/requestError.ts';
import { wordsFor } from '../words/wordsFor.ts';
import { Bin } from './bin.ts';
import { saveFile } from './saveFile.ts';
import { Search } from './search.ts';
import { SessionList } from './sessionList.ts';
import { nameOf } from './sessionRow.ts';
import { type Found, type GetToken, SessionsApi } from './sessionsApi.ts';

const PROBLEM_MS = 8000;
/** How long after a failure what was missed is read again: twice as long each time, up to the longest. */
const AGAIN_MS = 1000;
const LONGEST_MS = 30_000;

/** What the rows are chosen by. */
interface View {
  readonly current: string | undefined;
  /** The reader's hand is on them. */
  readonly held: boolean;
}

/** One's sessions as they are listed or found, and what their reader does with them. Renders its host on each change. */
export class OwnSessions implements ReactiveController {
  /** The archived ones are listed, or else the others. */
  archived = false;
  /** What went wrong with something just asked for; goes by itself. */
  problem = '';
  readonly api: SessionsApi;
  readonly search: Search;
  readonly bin: Bin;
  readonly #list: SessionList;
  readonly #listen: (listener: FrameListener) => () => void;
  readonly #changed: () => void;
  /** The rows of the list as they stand now. */
  #order: readonly string[] = [];
  #silence: (() => void) | undefined;
  #problemTimer: ReturnType<typeof setTimeout> | undefined;
  #againTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    host: ReactiveControllerHost,
    token: GetToken,
    listen: (listener: FrameListener) => () => void,
  ) {
    this.#changed = () => host.requestUpdate();
    this.#listen = listen;
    this.api = new SessionsApi(token);
    this.search = new Search(this.api, this.#changed);
    this.#list = new SessionList((query) => this.api.list(query), this.#changed);
    this.bin = new Bin({
      api: this.api,
      onChange: this.#changed,
      onDeleted: (id) => this.#list.drop(id),
      onFailed: (_id, error) => this.#tell(error),
    });
    host.addController(this);
  }

  hostConnected(): void {
    this.#silence = this.#listen((frame) => {
      if (frame.type === 'welcome') void this.#catchUp(AGAIN_MS);
      else this.#list.hear(frame);
    });
    addEventListener('pagehide', this.bin.flush);
    void this.#catchUp(AGAIN_MS);
  }

  hostDisconnected(): void {
    this.#silence?.();
    this.#silence = undefined;
    clearTimeout(this.#againTimer);
    this.bin.flush();
    removeEventListener('pagehide', this.bin.flush);
    clearTimeout(this.#problemTimer);
  }

  get loading(): boolean {
    return this.search.text ? this.search.loading : this.#list.loading;
  }

  get failed(): unknown {
    return this.search.text ? this.search.failed : this.#list.failed;
  }

  get isWhole(): boolean {
    return this.search.text ? this.search.isWhole : this.#list.isWhole(this.archived);
  }

  /** What is listed, or what was found; without what is about to be deleted, and what nobody has said anything in. */
  rows({ current, held }: View): readonly Found[] {
    const isShown = ({ id, messageCount, name }: Found): boolean =>
      !this.bin.has(id) && (messageCount > 0 || name !== '' || id === current);
    if (this.search.text) {
      return this.search.items
        .filter(({ id }) => !this.#list.isGone(id))
        .map((item) => ({ ...item, ...this.#list.get(item.id), match: item.match }))
        .filter(isShown);
    }
    const rows = this.#list.shown(this.archived, held ? this.#order : []).filter(isShown);
    this.#order = rows.map(({ id }) => id);
    return rows;
  }

  /** It has left the list, and is only there because the reader’s hand is on it. */
  isGone({ id, match }: Found): boolean {
    if (match || this.search.text) return false;
    return this.#list.get(id)?.archived !== this.archived;
  }

  /** Reads on, unless that has failed. */
  more(): void {
    if (this.failed || this.loading) return;
    if (this.search.text) this.search.more();
    else void this.#list.more(this.archived);
  }

  /** Tries again what has failed. */
  readonly again = (): void => {
    if (this.search.text) this.search.lookFor(this.search.text);
    else void this.#list.retry();
  };

  toggleArchived(): void {
    this.archived = !this.archived;
    this.#order = [];
    this.#changed();
  }

  rename({ id, name: before }: Found, name: string): Promise<void> {
    this.#list.guess(id, { name });
    return this.#try(this.api.change(id, { name }), () => this.#list.guess(id, { name: before }));
  }

  archive({ id, archived: before }: Found): Promise<void> {
    const archived = !before;
    // Taken away by the reader, it needs not keep its place.
    this.#order = this.#order.filter((other) => other !== id);
    this.#list.guess(id, { archived });
    return this.#try(this.api.change(id, { archived }), () => this.#list.guess(id, { archived: before }));
  }

  /** Puts it into the bin. */
  remove(row: Found): Promise<void> {
    return this.#try(this.bin.put(row.id, nameOf(row)));
  }

  /** Puts what the server sends into a file. */
  save(file: Promise<Response>, name: string): Promise<void> {
    return this.#try(file.then((response) => saveFile(response, name)));
  }

  /** Reads what isn't known yet or was missed; after a fall the list may come back later than the socket. */
  async #catchUp(waitMs: number): Promise<void> {
    clearTimeout(this.#againTimer);
    await this.#list.again();
    const { failed } = this.#list;
    const passes = failed instanceof RequestError && failed.error.category === 'service';
    if (!passes || !this.#silence) return;
    clearTimeout(this.#againTimer);
    this.#againTimer = setTimeout(() => void this.#catchUp(Math.min(2 * waitMs, LONGEST_MS)), waitMs);
  }

  /** Tells what goes wrong, and undoes what was shown too early. */
  async #try(done: Promise<void>, undo?: () => void): Promise<void> {
    try {
      await done;
    } catch (error) {
      undo?.();
      this.#tell(error);
    }
  }

  #tell(error: unknown): void {
    this.#setProblem(wordsFor(error));
    clearTimeout(this.#problemTimer);
    this.#problemTimer = setTimeout(() => this.#setProblem(''), PROBLEM_MS);
  }

  #setProblem(words: string): void {
    this.problem = words;
    this.#changed();
  }
}
