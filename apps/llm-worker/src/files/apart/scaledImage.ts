import { Jimp } from 'jimp';
import type { ContextImage } from '@parley/conversation';
import { LONGEST_EDGE, MOST_IMAGE_BYTES } from '../imageLimits.ts';

/** Of JPEG, tried one after the other until it is small enough. */
const QUALITIES = [90, 75, 50];

/**
 * An image as providers take it, made anew from its pixels: so it is known to be whole, and nothing else that was in the
 * file (where it was taken, what was hidden) goes along. Of one that moves, the first picture.
 */
export async function scaledImage(
  bytes: Uint8Array,
): Promise<Pick<ContextImage, 'mime' | 'bytes'> | undefined> {
  const image = await Jimp.fromBuffer(Buffer.from(bytes));
  if (Math.max(image.width, image.height) > LONGEST_EDGE)
    image.scaleToFit({ w: LONGEST_EDGE, h: LONGEST_EDGE });
  if (image.mime !== 'image/jpeg') {
    const png = await image.getBuffer('image/png');
    if (png.length <= MOST_IMAGE_BYTES) return { mime: 'image/png', bytes: new Uint8Array(png) };
  }
  for (const quality of QUALITIES) {
    const jpeg = await image.getBuffer('image/jpeg', { quality });
    if (jpeg.length <= MOST_IMAGE_BYTES) return { mime: 'image/jpeg', bytes: new Uint8Array(jpeg) };
  }
  return undefined;
}
