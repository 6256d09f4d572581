import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { PlaceKeeper } from './placeKeeper.ts';

const NEAR = 48;
/** So long after the reader's last wheel, touch or key, scrolling may be theirs though the layout has changed, too. */
const HAND_MS = 1000;
const HAND = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;

const heights = (box: HTMLElement): string => `${box.scrollHeight} ${box.clientHeight}`;

/**
 * Keeps a growing column where its reader wants it: at the end while they are there, else at what they read, whatever
 * is put above it, taken away or grows.
 */
export class FollowEnd implements ReactiveController {
  /** Is the reader at the end? */
  following = true;
  readonly #host: ReactiveControllerHost;
  readonly #sizes = new ResizeObserver(() => this.settle());
  #scroller: HTMLElement | undefined;
  #place: PlaceKeeper | undefined;
  #top = 0;
  /** Heights of the column and of the window onto it at the last look. */
  #heights = '';
  #handAt = Number.NEGATIVE_INFINITY;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** To be called once both elements exist. */
  attach(scroller: HTMLElement, content: Element): void {
    this.#scroller = scroller;
    this.#place = new PlaceKeeper(scroller, content);
    this.#sizes.observe(content);
    this.#sizes.observe(scroller);
    scroller.addEventListener('scroll', this.#scrolled, { passive: true });
    for (const type of HAND) scroller.addEventListener(type, this.#moved, { passive: true });
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    this.#sizes.disconnect();
    this.#scroller?.removeEventListener('scroll', this.#scrolled);
    for (const type of HAND) this.#scroller?.removeEventListener(type, this.#moved);
  }

  /** Whatever has just been put into the column or taken out: nothing of it is painted elsewhere first. */
  hostUpdated(): void {
    const box = this.#scroller;
    // At the end, too: if as much comes in again at once, nothing but this tells that the box has moved its content.
    if (!this.following || (box && this.#heights !== heights(box))) this.settle();
  }

  /** Goes to the end and stays there. */
  toEnd(): void {
    this.#handAt = Number.NEGATIVE_INFINITY;
    this.#set(true);
    this.settle();
  }

  /** Leaves the end and shows this part of the column, a little below the upper edge. */
  show(part: Element): void {
    const box = this.#scroller;
    if (!box) return;
    this.#set(false);
    const { top } = part.getBoundingClientRect();
    box.scrollTop += top - box.getBoundingClientRect().top - box.clientHeight / 4;
    this.#look(box);
  }

  /** After the column has changed its size. */
  settle(): void {
    const box = this.#scroller;
    if (!box) return;
    if (this.following) box.scrollTop = box.scrollHeight;
    else this.#place?.keep();
    this.#look(box);
  }

  readonly #moved = (event: Event): void => {
    this.#handAt = event.timeStamp;
  };

  readonly #scrolled = (event: Event): void => {
    const box = this.#scroller;
    if (!box) return;
    const laidOut = this.#heights !== heights(box);
    // A box that changes its size moves its content by itself: that is nobody's wish to leave the end.
    if (this.following && laidOut && event.timeStamp - this.#handAt > HAND_MS) return this.settle();
    // What has grown above since the last look moves the reader's place, too, before theirs is looked at again.
    if (!this.following && laidOut) this.#place?.keep();
    const left = box.scrollHeight - box.clientHeight - box.scrollTop;
    const up = box.scrollTop < this.#top - 1;
    this.#look(box);
    if (left < 2) this.#set(true);
    else if (up) this.#set(false);
    else if (left < NEAR) this.#set(true);
  };

  #look(box: HTMLElement): void {
    this.#top = box.scrollTop;
    this.#heights = heights(box);
    if (!this.following) this.#place?.look();
  }

  #set(following: boolean): void {
    if (this.following === following) return;
    this.following = following;
    if (!following) this.#place?.look();
    this.#host.requestUpdate();
  }
}
