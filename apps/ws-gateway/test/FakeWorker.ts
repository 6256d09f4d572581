import { randomUUID } from 'node:crypto';
import { fromBytes, verdict, type Bus } from '@parley/bus';
import {
  OpenRequest,
  subjects,
  type Command,
  type Message,
  type ServerFrame,
  type Session,
} from '@parley/protocol';

const AT = '2026-01-01T00:00:00.000Z';
const NO_USAGE = { inputTokens: 0, outputTokens: 0, totalTokens: 0 };

interface Kept {
  readonly userId: string;
  rev: number;
  readonly messages: Message[];
}

/** Does in memory, and just as far as a gateway can see it, what the real worker does with a database. */
export class FakeWorker {
  readonly sessions = new Map<string, Kept>();
  readonly commands: Command[] = [];
  /** Called in the middle of an open, before its answer. */
  duringOpen: (sessionId: string) => void | Promise<void> = () => undefined;
  /** Whether outcomes of commands are sent. */
  answers = true;
  readonly #bus: Bus;

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  start(): { stop: () => Promise<void> } {
    const unsubscribe = this.#bus.respond(subjects.sessionOpen, { queue: 'worker' }, (payload) =>
      this.#open(fromBytes(OpenRequest, payload)),
    );
    const consumption = this.#bus.consumeCommands({
      handler: async (command) => {
        this.#carryOut(command);
        return verdict.done;
      },
    });
    return {
      stop: async () => {
        unsubscribe();
        await consumption.stop();
      },
    };
  }

  /** Publishes a frame of a session. */
  publish(sessionId: string, frame: ServerFrame, fence?: number): void {
    this.#bus.publishOut(sessionId, frame, fence === undefined ? {} : { fence });
  }

  async #open({ frame, user }: OpenRequest) {
    const { id: ref, sessionId: asked } = frame;
    const last = [...this.sessions].findLast(([, { userId }]) => userId === user.id)?.[0];
    const sessionId = asked ?? (frame.new ? ref : (last ?? ref));
    const kept = this.sessions.get(sessionId);
    if (asked !== undefined && (!kept || kept.userId !== user.id)) {
      const error = {
        category: 'not_found',
        code: 'session',
        message: 'No such session.',
        recoverable: true,
      };
      return { payload: { type: 'error', ref, error } };
    }
    const session = kept ?? { userId: user.id, rev: 0, messages: [] };
    this.sessions.set(sessionId, session);
    await this.duringOpen(sessionId);
    const payload: ServerFrame = {
      type: 'session.opened',
      ref,
      sessionId,
      session: sessionOf(sessionId, session),
      messages: session.messages,
      hasMore: false,
    };
    return { payload, sessionId };
  }

  #carryOut(command: Command): void {
    const { frame, replyTo } = command;
    this.commands.push(command);
    const kept = this.sessions.get(frame.sessionId);
    if (frame.type === 'message.send' && kept && !kept.messages.some(({ id }) => id === frame.id)) {
      const rev = ++kept.rev;
      const message = messageOf(frame.sessionId, frame.id, rev, frame.text ?? '');
      kept.messages.push(message);
      this.publish(frame.sessionId, { type: 'message.created', sessionId: frame.sessionId, rev, message });
    }
    if (replyTo === undefined || !this.answers) return;
    const notFound = {
      category: 'not_found',
      code: 'message',
      message: 'No such answer.',
      recoverable: true,
    };
    this.#bus.reply(
      replyTo,
      frame.type === 'message.stop'
        ? { type: 'error', ref: frame.id, error: notFound }
        : { type: 'ack', ref: frame.id, sessionId: frame.sessionId },
    );
  }
}

const messageOf = (sessionId: string, id: string, rev: number, text: string): Message => ({
  id,
  sessionId,
  seq: rev,
  rev,
  sender: 'user',
  kind: 'text',
  text,
  attachments: [],
  status: 'complete',
  createdAt: AT,
});

const sessionOf = (id: string, { userId, rev, messages }: Kept): Session => ({
  id,
  rev,
  userId,
  name: 'A session',
  model: 'demo',
  state: 'active',
  handling: 'ai',
  adminAssisted: false,
  archived: false,
  createdAt: AT,
  lastActivityAt: AT,
  durationMs: 0,
  messageCount: messages.length,
  usage: NO_USAGE,
  responseTimes: { maxMs: 0, avgMs: 0, count: 0 },
});

/** A piece of an answer, to be told apart by its offset. */
export const delta = (sessionId: string, offset: number, text = 'x'): ServerFrame => ({
  type: 'message.delta',
  sessionId,
  messageId: randomUUID(),
  attempt: 1,
  offset,
  text,
});
