import { z } from 'zod';
import { cleanText } from './cleanText.ts';
import { ModelId, Rev, UserId, Uuid } from './ids.ts';
import { MAX_ATTACHMENTS, MAX_REMARK, MAX_TEXT, MAX_TOKEN } from './limits.ts';

const text = z
  .string()
  .max(MAX_TEXT, { error: `must be at most ${MAX_TEXT} characters`, abort: true })
  .describe('UTF-16 units are counted');
const remark = z.string().max(MAX_REMARK, `must be at most ${MAX_REMARK} characters`);
const frame = <T extends string, S extends z.ZodRawShape>(type: T, shape: S, meaning: string) =>
  z.object({ type: z.literal(type), id: Uuid, ...shape }).describe(meaning);
const sessionFrame = <T extends string, S extends z.ZodRawShape>(type: T, shape: S, meaning: string) =>
  frame(type, { sessionId: Uuid, ...shape }, meaning);

export const SessionOpen = frame(
  'session.open',
  { sessionId: Uuid.optional(), afterRev: Rev.optional(), new: z.boolean().optional() },
  'Opens a session: the one named, else the active one within its continuity window, else a new one whose id is this frame’s.',
);
export const MessageSend = sessionFrame(
  'message.send',
  {
    text: text.optional(),
    attachments: z.array(Uuid).max(MAX_ATTACHMENTS, `must be at most ${MAX_ATTACHMENTS} files`).optional(),
    voice: Uuid.optional(),
  },
  'Says something; `id` becomes the message’s id. Acked once it is durably queued.',
).refine((sent) => Boolean(cleanText(sent.text ?? '').trim() || sent.attachments?.length || sent.voice), {
  error: 'must not be empty: text, attachments or voice is needed',
  path: ['text'],
  params: { code: 'empty' },
});
export const MessageStop = sessionFrame(
  'message.stop',
  { messageId: Uuid },
  'Stops an answer that is being written; what was written stays.',
);
export const MessageRegenerate = sessionFrame('message.regenerate', { messageId: Uuid }, 'Answers again.');
export const MessageContinue = sessionFrame(
  'message.continue',
  { messageId: Uuid },
  'Goes on with an answer that was interrupted or stopped: a new version that begins with its text.',
);
export const MessageEdit = sessionFrame(
  'message.edit',
  { messageId: Uuid, text: text.min(1, 'must not be empty') },
  'Changes an own message and answers from there; later entries become `superseded`.',
).refine((edit) => cleanText(edit.text).trim() !== '', {
  error: 'must not be empty',
  path: ['text'],
  params: { code: 'empty' },
});
export const MessageFeedback = sessionFrame(
  'message.feedback',
  { messageId: Uuid, rating: z.enum(['up', 'down', 'none']), note: remark.optional() },
  'Rates an answer.',
);
export const ModelSelect = sessionFrame(
  'model.select',
  { model: ModelId },
  'Chooses the model from the next answer on.',
);
export const HelpRequest = sessionFrame(
  'help.request',
  {
    reason: remark.optional(),
    email: z
      .email('must be an email address')
      .max(254, 'must be at most 254 characters')
      .optional()
      .describe('where a reply is to go when its user has left'),
  },
  'Calls a human.',
);
export const HelpCancel = sessionFrame('help.cancel', { reason: remark.optional() }, 'Takes the call back.');
export const Typing = sessionFrame(
  'typing',
  { active: z.boolean() },
  'Shown to the other side; never answered, never stored.',
);
export const AuthRefresh = frame(
  'auth.refresh',
  { token: z.string().min(1, 'must not be empty').max(MAX_TOKEN, `must be at most ${MAX_TOKEN} characters`) },
  'A fresh token of the same user.',
);
export const Ping = frame('ping', {}, 'Answered by `pong`.');
export const AdminWatch = sessionFrame('admin.watch', {}, 'Role `admin`: see a session live.');
export const AdminUnwatch = sessionFrame('admin.unwatch', {}, 'Ends `admin.watch`.');
export const AdminTakeover = sessionFrame(
  'admin.takeover',
  { force: z.boolean().optional() },
  'Role `admin`: take the session; `force` (role `supervisor`) takes it from another admin.',
);
export const AdminRelease = sessionFrame(
  'admin.release',
  { note: remark.optional(), to: UserId.optional() },
  'Hands the session back to the AI, or over to the admin `to`.',
);
export const AdminAcknowledge = sessionFrame(
  'admin.acknowledge',
  {},
  'Role `admin`: ends the escalation of a help request.',
);
export const AdminNote = sessionFrame(
  'admin.note',
  { text: text.min(1, 'must not be empty'), forAssistant: z.boolean().optional() },
  'An internal note; with `forAssistant` guidance for the model.',
).refine((note) => cleanText(note.text).trim() !== '', {
  error: 'must not be empty',
  path: ['text'],
  params: { code: 'empty' },
});

export const AdminSuggest = sessionFrame(
  'admin.suggest',
  {},
  'Role `admin`: has the session’s model draft a reply, which nobody but the asker sees; its `ack` has the text.',
);

/** Frames that go through the command queue, since they change a timeline. */
export const CommandFrame = z.discriminatedUnion('type', [
  MessageSend,
  MessageStop,
  MessageRegenerate,
  MessageContinue,
  MessageEdit,
  MessageFeedback,
  ModelSelect,
  HelpRequest,
  HelpCancel,
  AdminTakeover,
  AdminRelease,
  AdminAcknowledge,
  AdminNote,
]);
export type CommandFrame = z.infer<typeof CommandFrame>;

/** Every frame that a client may send. */
export const ClientFrame = z.discriminatedUnion('type', [
  SessionOpen,
  ...CommandFrame.options,
  Typing,
  AuthRefresh,
  Ping,
  AdminWatch,
  AdminUnwatch,
  AdminSuggest,
]);
export type ClientFrame = z.infer<typeof ClientFrame>;
export type ClientFrameType = ClientFrame['type'];
/** The client frame of one type. */
export type ClientFrameOf<T extends ClientFrameType> = Extract<ClientFrame, { type: T }>;
