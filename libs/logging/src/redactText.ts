/** What stands in place of what must not be logged. */
export const REDACTED = '[redacted]';

const MAX_CHARACTERS = 4000;

/** What must not be logged, wherever it stands in a text. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // JSON Web Tokens, cut ones too: the base64url of `{"` begins each.
  [/eyJ[\w-]{4,}(?:\.[\w-]*)*/g, REDACTED],
  [/\b(bearer|basic)(\s+|\.|%20)[^\s,;"']+/gi, `$1$2${REDACTED}`],
  // Providers' keys: OpenAI and Anthropic (sk-), Dify (app-), Google, AWS, GitHub, Slack, Twilio.
  [/\b(?:sk|pk|rk|app|dataset)[-_][\w-]{12,}/g, REDACTED],
  [/\b(?:AIza[\w-]{30,}|AKIA[A-Z0-9]{12,}|gh[opsu]_\w{20,}|xox[a-z]-[\w-]{10,}|SK[0-9a-f]{32})/g, REDACTED],
  // 32 bytes of base64: a key of the ring.
  [/[A-Za-z0-9+/]{43}=/g, REDACTED],
  // User and password in a URL.
  [/(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"'<>]*@/gi, `$1${REDACTED}@`],
  // The JSON parser quotes what it couldn't read.
  [/Unexpected [^]* is not valid JSON/g, `Unexpected ${REDACTED} is not valid JSON`],
  // name=value, name: value and "name": "value", escaped quotes too.
  [
    /((?:token|secret|passw(?:or)?d|authorization|api[-_]?key|x-amz-signature|x-amz-security-token|\btext|\btranscript|\bcontent)\\?["']?\s*[=:]\s*)(?:\\"(?:(?!\\")[^])*\\"|"(?:[^"\\]|\\[^])*"?|'(?:[^'\\]|\\[^])*'?|[^\s"'&,;}\])]+)/gi,
    `$1${REDACTED}`,
  ],
];

/** Takes tokens, keys, passwords and quoted message texts out of a text, and cuts it at 4000 characters. */
export function redactText(text: string): string {
  // Cut only after redaction: half a key would not look like one. Twice the length bounds the work.
  let out = text.slice(0, 2 * MAX_CHARACTERS);
  for (const [pattern, replacement] of PATTERNS) out = out.replace(pattern, replacement);
  return text.length > MAX_CHARACTERS ? `${out.slice(0, MAX_CHARACTERS)}… (${text.length} characters)` : out;
}
