/** Images that a request holds at most; beyond that, providers take smaller ones or none. */
export const MOST_IMAGES = 20;
/** Bytes of all its images: providers take 32 MB of a request, in which each image is longer by a third. */
export const MOST_IMAGES_BYTES = 16 * 1024 * 1024;

/** What a request may still take of images: whoever asks first, gets it. */
export class ImageAllowance {
  #images: number;
  #bytes: number;

  /** `share`: of what a request may hold. */
  constructor(share = 1) {
    this.#images = Math.floor(MOST_IMAGES * share);
    this.#bytes = MOST_IMAGES_BYTES * share;
  }

  get isUsedUp(): boolean {
    return this.#images === 0;
  }

  /** Takes an image of so many bytes; `false`: it is too much. */
  take(bytes: number): boolean {
    if (this.isUsedUp || bytes > this.#bytes) return false;
    this.#images -= 1;
    this.#bytes -= bytes;
    return true;
  }
}
