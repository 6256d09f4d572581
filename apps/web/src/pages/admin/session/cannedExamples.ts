import type { CannedText } from './cannedReplies.ts';

/** Replies to begin with. */
export const CANNED_EXAMPLES: readonly CannedText[] = [
  { shortcut: 'hello', text: 'Hello {name}, I have read what you wrote. Give me a moment to look into it.' },
  { shortcut: 'more', text: 'Could you tell me a little more about it?' },
  {
    shortcut: 'bye',
    text: 'Glad that is solved. I hand you back to the assistant; call again whenever you like.',
  },
];
