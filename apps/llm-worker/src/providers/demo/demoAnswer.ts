/** What the demo model says of itself, and of what the page can show. */
export const DEMO_ANSWER = `I am the **demo model**: I need no key and no network, and I say the same to everybody. \
Everything around me is real, though: this answer went through the queue, was written by a worker and is kept, \
encrypted, in the database. Reload the page in the middle of it and it goes on at the very character.

## What an answer can hold

Lists, with *emphasis* and \`code\`:

1. Ask for something long with \`/long 300\` and stop me with the button.
2. Let me fail with \`/fail\`, or break off with \`/cut\`.
3. Have me repeat you with \`/echo\`, think first with \`/think\`, or tell what I was given with \`/recall\`.

Code that can be copied:

\`\`\`ts
const answer = await parley.ask('How are you?');
for await (const word of answer) process.stdout.write(word);
\`\`\`

A table:

| Part | What it does |
| --- | --- |
| gateway | holds the sockets, nothing else |
| worker | writes the answers |
| queue | forgets nothing |

A formula: $e^{i\\pi} + 1 = 0$

> To talk to a real model, put its key into the environment and start again.
`;
