import { randomUUID } from 'node:crypto';
import { connectBus, fromBytes } from '@parley/bus';
import { startNats } from '@parley/infra';
import { createLogger } from '@parley/logging';
import { Command } from '@parley/protocol';
import { connect, NatsError, type StreamAPI } from 'nats';
import { sha256, type Published } from './load.ts';

/** What is there after a loss of power. */
export interface AfterLoss {
  /** Messages that are missing though they were acked and nobody took them. */
  readonly missing: number;
  /** Messages that aren't what was published. */
  readonly changed: number;
}

const NO_MESSAGE = 10037;
const NO_STREAM = 10059;

/** The message of that number; `undefined`: it isn't there. */
async function messageAt(streams: StreamAPI, seq: number): Promise<Uint8Array | undefined> {
  try {
    return (await streams.getMessage('CHAT', { seq })).data;
  } catch (error) {
    const code = error instanceof NatsError ? error.api_error?.err_code : undefined;
    if (code === NO_MESSAGE || code === NO_STREAM) return undefined;
    throw error;
  }
}

function isSame(data: Uint8Array, { id, text }: Published): boolean {
  const { frame } = fromBytes(Command, data);
  return frame.type === 'message.send' && frame.id === id && sha256(frame.text ?? '') === text;
}

/**
 * Starts a server on what was left, looks for what it had acked, and has it take a message again.
 * @throws Error when the server doesn't serve or takes nothing
 */
export async function afterLoss(
  dataDir: string,
  key: string,
  acked: ReadonlySet<number>,
  published: ReadonlyMap<number, Published>,
): Promise<AfterLoss> {
  const server = await startNats({ dataDir, key });
  try {
    const nc = await connect({ servers: server.url });
    const { streams } = await nc.jetstreamManager();
    let missing = 0;
    let changed = 0;
    for (const seq of acked) {
      const sent = published.get(seq);
      if (!sent) throw new Error(`the server acked ${seq}, of which the publisher doesn't know`);
      const data = await messageAt(streams, seq);
      if (data && !isSame(data, sent)) changed++;
      if (!data && !sent.taken) missing++;
    }
    await nc.close();
    await takesAgain(server.url);
    return { missing, changed };
  } finally {
    await server.kill();
  }
}

async function takesAgain(url: string): Promise<void> {
  const bus = await connectBus({
    url,
    name: 'powerloss',
    log: createLogger({ service: 'powerloss', level: 'silent' }),
  });
  try {
    await bus.ensureStreams();
    await bus.publishCommand({
      frame: { type: 'message.send', id: randomUUID(), sessionId: randomUUID(), text: 'again' },
      user: { id: 'ann', roles: ['user'] },
      acceptedAt: Date.now(),
    });
  } finally {
    await bus.close();
  }
}
