import type { ContextImage } from '@parley/conversation';
import type { Text } from '../decodeText.ts';

/** Work on what a stranger made: it is done in a thread of its own, which can be ended. */
export interface Task {
  readonly kind: 'pdf' | 'docx' | 'image';
  readonly bytes: Uint8Array;
}

/** What a thread tells; when its file is broken, that. */
export type Done =
  | ({ readonly kind: 'text' } & Text)
  | ({ readonly kind: 'image' } & Pick<ContextImage, 'mime' | 'bytes'>)
  | { readonly kind: 'broken' };
