/** What is stored contradicts itself: two entries with the same place. Must never happen; trying again doesn't help. */
export class StoreCorrupt extends Error {
  override readonly name = 'StoreCorrupt';
}
