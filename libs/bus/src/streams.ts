import { PARTITIONS, subjects } from '@parley/protocol';
import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  nanos,
  RetentionPolicy,
  StorageType,
  type ConsumerConfig,
  type StreamConfig,
} from 'nats';

/** How long a delivered message may go without a word before it is delivered again, in milliseconds. */
export const ACK_WAIT_MS = 5000;
/** The same of a command: behind one whose worker died, all others of its partition wait. */
export const COMMAND_ACK_WAIT_MS = 2000;

/** A word sent so late may arrive after the message was given away, in milliseconds. */
const ON_ITS_WAY_MS = 250;
/** How long a message is surely ours after its delivery, or after the last word of it. */
export const HELD_MS = ACK_WAIT_MS - ON_ITS_WAY_MS;
export const COMMAND_HELD_MS = COMMAND_ACK_WAIT_MS - ON_ITS_WAY_MS;

const MiB = 1024 * 1024;
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/**
 * A work queue has no age limit: what was acked to a client may never leave it unhandled. It is bounded by bytes, and
 * by messages for one subject, so that a flood in one session is refused before it fills the queue for the others.
 */
const workQueue = {
  retention: RetentionPolicy.Workqueue,
  storage: StorageType.File,
  discard: DiscardPolicy.New,
  discard_new_per_subject: true,
  duplicate_window: nanos(120_000),
  max_msg_size: 256 * 1024,
} as const;

/** Every stream. A change here is applied to existing streams at the next start of any service. */
export const STREAMS: readonly (Partial<StreamConfig> & { name: string; subjects: string[] })[] = [
  {
    ...workQueue,
    name: 'CHAT',
    description: 'Commands that change a timeline',
    subjects: ['chat.*.*'],
    max_msgs_per_subject: 1000,
    max_bytes: 512 * MiB,
  },
  {
    ...workQueue,
    name: 'TURNS',
    description: 'Answers to write',
    subjects: ['turn.*'],
    max_msgs_per_subject: 2000,
    max_bytes: 128 * MiB,
  },
  {
    ...workQueue,
    name: 'NOTIFY',
    description: 'Help requests, critical errors, system alerts',
    subjects: ['notify.*'],
    max_msgs_per_subject: 100_000,
    max_bytes: 64 * MiB,
  },
  {
    name: 'DEAD',
    description: 'Messages that were given up, kept to be looked at',
    subjects: ['dead.*'],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: DiscardPolicy.Old,
    duplicate_window: nanos(120_000),
    max_age: nanos(30 * DAY_MS),
    max_bytes: 64 * MiB,
  },
  {
    name: 'FAULTS',
    description: 'A note for each time that a message failed through its own fault: counted, not read',
    subjects: ['fault.*.*'],
    retention: RetentionPolicy.Limits,
    // Lost with the server: then a message gets a few tries more.
    storage: StorageType.Memory,
    discard: DiscardPolicy.Old,
    duplicate_window: nanos(120_000),
    max_age: nanos(HOUR_MS),
    max_msgs: 10_000,
  },
];

const durable = {
  ack_policy: AckPolicy.Explicit,
  deliver_policy: DeliverPolicy.All,
  ack_wait: nanos(ACK_WAIT_MS),
  // A database outage may take any number of deliveries: giving up is decided by handlers alone.
  max_deliver: -1,
} as const;

export type ConsumerDefinition = Partial<ConsumerConfig> & { stream: string; durable_name: string };

/** Consumer of a partition: one command at a time, whoever takes it, is what keeps their order. */
export const commandConsumer = (partition: number): ConsumerDefinition => ({
  ...durable,
  stream: 'CHAT',
  durable_name: `commands-${partition}`,
  filter_subject: subjects.commandsOf(partition),
  ack_wait: nanos(COMMAND_ACK_WAIT_MS),
  max_ack_pending: 1,
});

/** Consumer of the turns: as many at once as all workers together have slots. */
export const turnConsumer: ConsumerDefinition = {
  ...durable,
  stream: 'TURNS',
  durable_name: 'turns',
  max_ack_pending: 4096,
};

/** Consumer of the notifications: those that wait for their next try count, and must not keep back the others. */
export const notificationConsumer: ConsumerDefinition = {
  ...durable,
  stream: 'NOTIFY',
  durable_name: 'notifications',
  max_ack_pending: 4096,
};

export const CONSUMERS: readonly ConsumerDefinition[] = [
  ...Array.from({ length: PARTITIONS }, (_, partition) => commandConsumer(partition)),
  turnConsumer,
  notificationConsumer,
];
