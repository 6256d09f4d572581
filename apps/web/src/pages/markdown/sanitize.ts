import DOMPurify from 'dompurify';

const words = (list: string): string[] => list.split(' ');
const TAGS = words(
  'p br hr h1 h2 h3 h4 h5 h6 blockquote ul ol li table thead tbody tr th td pre a span strong em del code sub sup kbd mark',
);
const PLAIN = words('title start align data-language data-formula data-task');

/**
 * The second wall: whatever HTML the renderer made, only what text needs comes through. No scripts, styles,
 * classes, ids, pictures, frames or forms, and links to http, https and mailto alone.
 */
export const sanitize = (html: string): DocumentFragment =>
  DOMPurify.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ['href', ...PLAIN],
    // Everything else that is allowed an attribute must look like an address.
    ADD_URI_SAFE_ATTR: PLAIN,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: /^(?:https?:\/\/|mailto:)/i,
    RETURN_DOM_FRAGMENT: true,
  });
