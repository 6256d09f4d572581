/** Longest edge of an image that providers take as it is, in pixels; a larger one they would scale themselves. */
export const LONGEST_EDGE = 1568;
/** Most bytes of an image: 5 MiB as providers count, who see it in base64. */
export const MOST_IMAGE_BYTES = 3_900_000;
/** Most pixels that are unpacked: four bytes each, several times over. */
export const MOST_PIXELS = 25_000_000;
