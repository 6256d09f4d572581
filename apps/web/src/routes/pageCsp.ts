/**
 * What a page may do: run its own scripts and nothing inline, talk to its own origin, be framed by nobody. HTML may be
 * made from text only by the policies of Lit and of the sanitiser.
 */
export const PAGE_CSP = Object.entries({
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  'trusted-types': 'lit-html dompurify',
  'require-trusted-types-for': "'script'",
})
  .map(([directive, sources]) => `${directive} ${sources}`)
  .join('; ');
