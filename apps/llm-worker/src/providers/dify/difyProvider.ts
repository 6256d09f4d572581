import { truncated } from '../errors/brokenStream.ts';
import { guarded } from '../errors/guarded.ts';
import type { Provider, ProviderRequest, Say } from '../provider.ts';
import { readEvents } from '../readEvents.ts';
import type { ProviderSettings } from '../settings.ts';
import { DifyAnswer } from './DifyAnswer.ts';
import { DifyClient, type DifyCall } from './DifyClient.ts';
import { mapDifyError } from './mapDifyError.ts';
import { readDifyEvent } from './readDifyEvent.ts';
import { toQuery } from './toQuery.ts';

/** Dify demands a user, whose conversations are that user's alone: calls for nobody share this one. */
const NOBODY = 'parley';

/** An app of Dify's: a chatbot, an agent or a chatflow, with its own model and instructions. */
export function difyProvider(settings: ProviderSettings): Provider {
  const client = new DifyClient(settings);

  async function call(request: ProviderRequest, say: Say): Promise<void> {
    const { messages, callId, thread, signal } = request;
    const { user = NOBODY } = request;
    const own: DifyCall = { user, callId, thread, signal };
    const files: string[] = [];
    for (const image of messages.flatMap(({ images = [] }) => images))
      files.push(await client.upload(image, own));
    // A conversation that Dify knows had its instructions when it began.
    const query = toQuery(thread === undefined ? request.systemPrompt : undefined, messages);
    const body = await client.ask(query, files, own);
    if (!body) throw truncated();
    const answer = new DifyAnswer({ withThread: thread !== undefined, say });
    let task = '';
    let over = false;
    try {
      await readEvents(body, ({ data }) => {
        const { event, taskId } = readDifyEvent(data);
        task ||= taskId;
        over = event.kind === 'end' || event.kind === 'error';
        answer.read(event);
        // What may follow, a name or speech, is not for us.
        return over ? 'over' : 'goes on';
      });
      if (!over) throw truncated();
    } finally {
      // The closed connection alone doesn't stop a workflow. Nobody waits for the word that it stopped, and one that
      // ended meanwhile, or can't be reached, is no matter of ours.
      if (!over && task) client.stop(task, user).catch(() => {});
    }
  }

  return { stream: (request, say) => guarded(request.signal, call(request, say), mapDifyError) };
}
