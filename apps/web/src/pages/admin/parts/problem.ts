import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { wordsFor } from '../../words/wordsFor.ts';

const PROBLEM_MS = 8000;

/** What went wrong with something just asked for, in words; goes by itself. Renders its host. */
export class Problem implements ReactiveController {
  words = '';
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  readonly tell = (thrown: unknown): void => this.say(wordsFor(thrown));

  /** Says these words for a while. */
  say(words: string): void {
    this.#set(words);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#set(''), PROBLEM_MS);
  }

  /** Tells it when this fails. */
  of(done: Promise<unknown>): void {
    done.catch(this.tell);
  }

  #set(words: string): void {
    this.words = words;
    this.#host.requestUpdate();
  }
}
