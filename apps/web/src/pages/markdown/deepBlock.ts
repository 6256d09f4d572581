import type { MarkedExtension } from 'marked';
import { plainBlock } from './plainBlock.ts';

/** Lines that begin with more quotations and lists within each other than anyone reads: each costs a pass of its own. */
const DEEP = /^(?:(?: {0,4}(?:>|(?:[-+*]|\d{1,9}[.)]) )){50}[^\n]*(?:\n|$))+/;

/** Shows blocks that are nested too deeply as the text they are. */
export const deepBlock: MarkedExtension = {
  extensions: [
    {
      name: 'deepBlock',
      level: 'block',
      tokenizer(source) {
        const raw = DEEP.exec(source)?.[0];
        return raw === undefined ? undefined : { type: 'deepBlock', raw };
      },
      renderer: ({ raw }) => plainBlock(raw),
    },
  ],
};
