import type { Content } from './Content.ts';
import { escapeHtml } from './escapeHtml.ts';

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

const row = ([name, value]: readonly [string, string]): string =>
  `<tr><th scope="row" style="padding:4px 16px 4px 0;text-align:left;vertical-align:top;font-weight:400;color:#5a6b70">${escapeHtml(name)}</th>` +
  `<td style="padding:4px 0;white-space:pre-wrap;overflow-wrap:anywhere">${escapeHtml(value)}</td></tr>`;

/** A mail as HTML: nothing in it is loaded from anywhere. */
export const htmlPart = ({
  kind,
  title,
  facts,
  heldBack,
  link,
  linkWords,
}: Content): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body style="margin:0;padding:24px;background:#f5f8f8;color:#1e2b30;${FONT};font-size:16px;line-height:1.5">
<div style="max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #dde5e6;border-radius:10px">
<p style="margin:0;color:#5a6b70;font-size:14px">${escapeHtml(kind)}</p>
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3;font-weight:600">${escapeHtml(title)}</h1>
<table style="border-collapse:collapse;font-size:14px">
${facts.map(row).join('\n')}
</table>
${heldBack === undefined ? '' : `<p style="margin:16px 0 0;font-size:14px">${escapeHtml(heldBack)}</p>\n`}<p style="margin:24px 0 0"><a href="${escapeHtml(link)}" style="color:#0b6b70">${linkWords}</a></p>
</div>
</body>
</html>
`;
