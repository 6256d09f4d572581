import {
  baseKeys,
  boolean,
  defineConfig,
  duration,
  integer,
  key,
  modelKeys,
  mongoKeys,
  natsKeys,
  optionalKey,
} from '@parley/config';

/** Configuration of the llm-worker. */
export const schema = defineConfig({
  ...baseKeys,
  ...natsKeys,
  ...mongoKeys,
  ...modelKeys,
  SESSION_CONTINUITY: key({
    what: 'How long after its last activity a session is gone on with by whoever opens the chat again.',
    type: duration({ min: 100, max: 30 * 86_400_000 }),
    default: '15m',
    example: 'SESSION_CONTINUITY=15m',
  }),
  SESSION_SWEEP: optionalKey({
    what: 'How often sessions are looked for that nobody came back to; without it, eight times within the window, and at least each 30 s.',
    type: duration({ min: 100, max: 3_600_000 }),
    example: 'SESSION_SWEEP=30s',
  }),
  RETENTION: optionalKey({
    what: 'How long after its last activity a session is kept; without it, for ever.',
    type: duration({ min: 3_600_000 }),
    example: 'RETENTION=365d',
  }),
  TITLES: key({
    what: 'Whether models name sessions, after their first answer and with a call of its own; else they are named by the first message.',
    type: boolean(),
    default: 'false',
    example: 'TITLES=true',
  }),
  TURN_SLOTS: key({
    what: 'Answers that one worker writes at the same time.',
    type: integer(1, 1_000),
    default: '200',
    example: 'TURN_SLOTS=200',
  }),
  PROVIDER_SILENCE: key({
    what: 'How long a model may say nothing, before its first word or between two, until its call is given up.',
    type: duration({ max: 3_600_000 }),
    default: '90s',
    example: 'PROVIDER_SILENCE=90s',
  }),
});
