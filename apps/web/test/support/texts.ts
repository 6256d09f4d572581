/** An answer that has everything. */
export const TOUR = `I am a **demo model**: no key and no network.

## What I can show

- Text with *emphasis*, \`inline code\` and [links](https://example.org)
- Lists, also
  1. numbered
  2. and nested

> Quotations stand a little back.

\`\`\`ts
export const greet = (name: string): string => \`Hello, \${name}!\`;
\`\`\`

| Model | Input |
|---|--:|
| quick | 0.25 |

The area of a circle is $A = \\pi r^2$.

That is all.`;

/** Pieces that attackers put together. */
export const HOSTILE = [
  '<script>pwned()</script>',
  '<img src=x onerror=pwned()>',
  '<svg onload=pwned()>',
  '<svg><style><img src=x onerror=pwned()>',
  '<iframe srcdoc="<script>parent.pwned()</script>">',
  '<a href="javascript:pwned()">x</a>',
  '[x](javascript:pwned())',
  '[x](JaVaScRiPt&colon;pwned())',
  '[x](data:text/html,<script>pwned()</script>)',
  '[x](vbscript:pwned())',
  '[x](//evil.example)',
  '![x](http://evil.example/track.png)',
  '![x](x" onerror="pwned())',
  '[x](https://a.b "t\\" onmouseover=pwned() x=\\"")',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=pwned()&gt;">',
  '<form action=javascript:pwned()><input type=submit autofocus onfocus=pwned()>',
  '<style>@import "http://evil.example";</style>',
  '<details open ontoggle=pwned()>',
  '```html" onclick="pwned()\n<script>pwned()</script>\n```',
  '`<img src=x onerror=pwned()>`',
  '$<img src=x onerror=pwned()>$',
  '$$\n<svg onload=pwned()>\n$$',
  '| <script>pwned()</script> |\n|---|\n| <img src=x onerror=pwned()> |',
  '<https://a.b/"onmouseover="pwned()>',
  '<br onload=pwned()>',
  '<sub onclick=pwned()>',
  '[id]: javascript:pwned()',
  '[x][id]',
  '\u202Eabc',
  '&lt;script&gt;pwned()&lt;/script&gt;',
  '<base href=http://evil.example>',
  '<meta http-equiv=refresh content="0;url=http://evil.example">',
  '<template shadowrootmode=open><script>pwned()</script></template>',
];
