import type { OutboxMessage } from '@parley/store';
import { escapeHtml } from '../message/escapeHtml.ts';
import { moment } from '../message/moment.ts';
import { outboxStyles } from './outboxStyles.ts';

const mailBody = ({ text, html }: OutboxMessage): string =>
  `<pre>${escapeHtml(text)}</pre>${
    html === undefined
      ? ''
      : `<details><summary>As HTML</summary><iframe title="The mail as HTML" sandbox loading="lazy" srcdoc="${escapeHtml(html)}"></iframe></details>`
  }`;

const textBody = ({ text }: OutboxMessage): string => `<p class="bubble">${escapeHtml(text)}</p>`;

function article(message: OutboxMessage): string {
  const { id, channel, at, to, subject } = message;
  const isMail = channel === 'email';
  return `<li><article aria-labelledby="m-${id}">
<header><h2 id="m-${id}">${escapeHtml(subject ?? 'Text message')}</h2>
<p><span class="kind">${isMail ? 'Mail' : 'SMS'}</span> to ${escapeHtml(to)} · <time datetime="${new Date(at).toISOString()}">${moment(at)}</time></p></header>
${isMail ? mailBody(message) : textBody(message)}
</article></li>`;
}

/** A page that shows what would have been sent. */
export const outboxPage = (messages: readonly OutboxMessage[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Outbox · Parley</title>
<style>${outboxStyles}</style>
</head>
<body>
<main>
<header class="top"><h1>Outbox</h1><p>Mails and text messages that Parley would have sent. Nothing is configured to send them by, so they are kept here, the newest first.</p>
<nav aria-label="Outbox"><a href="/outbox">Look again</a><a href="/outbox.json">As JSON</a><a href="/">To the chat</a></nav></header>
${
  messages.length === 0
    ? '<p class="empty">Nothing yet. Call a human from a chat, and what they would be told appears here.</p>'
    : `<ol>${messages.map(article).join('\n')}</ol>`
}
</main>
</body>
</html>
`;
