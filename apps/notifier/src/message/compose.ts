import type { Message } from '../channels/Channel.ts';
import type { Content } from './Content.ts';
import { htmlPart } from './htmlPart.ts';
import { plainPart } from './plainPart.ts';
import { smsPart } from './smsPart.ts';
import { subjectOf } from './subjectOf.ts';

/** The message to one recipient, in every form. */
export const compose = (id: string, to: string, content: Content): Message => ({
  id,
  to,
  subject: subjectOf(content),
  text: plainPart(content),
  html: htmlPart(content),
  short: smsPart(content),
  userId: content.userId,
});
