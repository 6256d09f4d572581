/** The outbox page's own styles: the colours and the measures of the chat, for a page that needs no more. */
export const outboxStyles = `
:root {
  color-scheme: light dark;
  --surface-0: light-dark(oklch(0.99 0.003 195), oklch(0.2 0.012 215));
  --surface-1: light-dark(oklch(0.966 0.005 195), oklch(0.243 0.013 214));
  --text: light-dark(oklch(0.25 0.015 220), oklch(0.925 0.008 200));
  --text-soft: light-dark(oklch(0.485 0.018 212), oklch(0.735 0.016 205));
  --line: light-dark(oklch(0.908 0.008 200), oklch(0.325 0.014 212));
  --accent: light-dark(oklch(0.48 0.085 195), oklch(0.79 0.1 192));
}
* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--surface-0);
  color: var(--text);
  font: 1rem/1.4 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif;
}
main { max-width: 44rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.25; }
h2 { margin: 0; font-size: 1rem; line-height: 1.4; overflow-wrap: anywhere; }
.top p { margin: 0.5rem 0 0; color: var(--text-soft); }
nav { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin-top: 0.5rem; }
a { display: inline-flex; align-items: center; min-height: 2.75rem; color: var(--accent); }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
ol { margin: 1rem 0 0; padding: 0; list-style: none; }
li { border-top: 1px solid var(--line); padding: 1.25rem 0; }
article header p { margin: 0.125rem 0 0; font-size: 0.875rem; color: var(--text-soft); overflow-wrap: anywhere; }
.kind { color: var(--text); font-weight: 600; }
time { font-variant-numeric: tabular-nums; }
pre, .bubble {
  margin: 0.75rem 0 0;
  padding: 0.75rem 1rem;
  background: var(--surface-1);
  border-radius: 10px;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}
pre { font: 0.875rem/1.5 ui-monospace, 'SF Mono', 'Cascadia Code', Menlo, Consolas, monospace; }
.bubble { display: inline-block; max-width: 85%; border-radius: 18px; }
summary { min-height: 2.75rem; padding: 0.75rem 0; color: var(--accent); font-size: 0.875rem; cursor: pointer; }
iframe { width: 100%; height: 24rem; border: 1px solid var(--line); border-radius: 10px; background: #fff; }
.empty { margin-top: 2rem; color: var(--text-soft); }
`;
