/** Lines of OpenAI's stream, as the servers of others write them too. */
export interface SseStyle {
  readonly newline: '\n' | '\r\n';
  /** After the colon. */
  readonly space: '' | ' ';
  /** Before each event. */
  readonly comment: boolean;
}

const PLAIN: SseStyle = { newline: '\n', space: ' ', comment: false };

const event = (data: string, { newline, space, comment }: SseStyle): string =>
  `${comment ? `: keep-alive${newline}${newline}` : ''}data:${space}${data}${newline}${newline}`;

const chunk = (more: object): string =>
  JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm', ...more });

/** Some text of the answer. */
export const text = (content: string, style = PLAIN): Buffer =>
  Buffer.from(event(chunk({ choices: [{ index: 0, delta: { content }, finish_reason: null }] }), style));

/** The end of the answer, with what it cost. */
export const ending = (usage: { prompt: number; completion: number }, style = PLAIN): Buffer =>
  Buffer.from(
    event(chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }), style) +
      event(
        chunk({
          choices: [],
          usage: {
            prompt_tokens: usage.prompt,
            completion_tokens: usage.completion,
            total_tokens: usage.prompt + usage.completion,
          },
        }),
        style,
      ) +
      event('[DONE]', style),
  );
