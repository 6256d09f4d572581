import type { ContextImage } from '@parley/conversation';
import type { Unread } from '@parley/protocol';
import type { Asking } from './Files.ts';

/** What a model can be shown of a file, or why it can't. */
export type ReadFile =
  | {
      readonly kind: 'text';
      readonly name: string;
      readonly mime: string;
      readonly text: string;
      /** The text is all of it. */
      readonly isWhole: boolean;
    }
  | { readonly kind: 'image'; readonly image: ContextImage }
  | { readonly kind: 'unread'; readonly reason: Unread['reason'] };

/** How a file is to be read. */
export interface Reading extends Asking {
  /** Whether who reads takes images. */
  readonly vision: boolean;
  /** Nobody waits for it any more: it is not ready then. */
  readonly signal?: AbortSignal | undefined;
}

/** Reads files for models. */
export interface FileReader {
  /** Never rejects: a file that can't be read says why. */
  read(fileId: string, reading: Reading): Promise<ReadFile>;
}
