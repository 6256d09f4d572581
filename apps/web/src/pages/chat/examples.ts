/** A first thing to say, and what comes of it. */
export interface Example {
  readonly says: string;
  readonly shows: string;
}

/** What the demo model understands. */
export const DEMO_EXAMPLES: readonly Example[] = [
  { says: 'What can you do?', shows: 'A tour: text, code, a table and a formula' },
  { says: '/long 200', shows: 'Two hundred words, written while you watch' },
  { says: '/echo **Bold**, _italic_ and `code`', shows: 'Your own markdown, said back to you' },
];

/** What any other model can do something with. */
export const EXAMPLES: readonly Example[] = [
  { says: 'How does a rainbow form?', shows: 'A plain explanation' },
  { says: 'Compare tea and coffee in a table', shows: 'Facts side by side' },
  { says: 'Show me how to sort a list in Python', shows: 'Code that can be copied' },
];
