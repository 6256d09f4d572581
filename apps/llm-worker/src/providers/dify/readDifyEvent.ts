import { malformed } from '../errors/brokenStream.ts';
import { fieldsOf, textOf } from '../sent.ts';

/** An event of Dify's stream that says something to us. */
export type DifyEvent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'replace'; readonly text: string }
  | { readonly kind: 'thought'; readonly id: string; readonly text: string }
  | { readonly kind: 'file'; readonly type: string; readonly url: string }
  | { readonly kind: 'end'; readonly thread: string; readonly usage: Readonly<Record<string, unknown>> }
  | { readonly kind: 'error'; readonly status: unknown; readonly code: unknown; readonly message: string }
  /** A workflow that waits for a form to be filled in. */
  | { readonly kind: 'paused' }
  /** Pings, a workflow's steps, speech, and whatever is new. */
  | { readonly kind: 'other' };

/** One event, and the task by which the call can be stopped. */
export function readDifyEvent(data: string): { event: DifyEvent; taskId: string } {
  const sent: unknown = JSON.parse(data);
  if (typeof sent !== 'object' || sent === null) throw malformed();
  const fields = fieldsOf(sent);
  return { event: eventOf(fields), taskId: textOf(fields['task_id']) };
}

function eventOf(fields: Readonly<Record<string, unknown>>): DifyEvent {
  switch (fields['event']) {
    case 'message':
    case 'agent_message':
      return { kind: 'text', text: textOf(fields['answer']) };
    case 'message_replace':
      return { kind: 'replace', text: textOf(fields['answer']) };
    case 'agent_thought':
      return { kind: 'thought', id: textOf(fields['id']), text: textOf(fields['thought']) };
    case 'message_file':
      // The user's own files are told too.
      if (fields['belongs_to'] === 'user') return { kind: 'other' };
      return { kind: 'file', type: textOf(fields['type']) || 'file', url: textOf(fields['url']) };
    case 'message_end':
      return {
        kind: 'end',
        thread: textOf(fields['conversation_id']),
        usage: fieldsOf(fieldsOf(fields['metadata'])['usage']),
      };
    case 'error': {
      const { status, code, message } = fields;
      return { kind: 'error', status, code, message: textOf(message) };
    }
    case 'workflow_paused':
      return { kind: 'paused' };
    default:
      return { kind: 'other' };
  }
}
