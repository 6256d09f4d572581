import {
  baseKeys,
  boolean,
  defineConfig,
  duration,
  escalation,
  integer,
  list,
  key,
  modelKeys,
  mongoKeys,
  natsKeys,
  officeHours,
  optionalKey,
  text,
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
  SYSTEM_PROMPT: optionalKey({
    what: 'System prompt of the deployment: it stands before that of each model. `{{user.name}}` is the user’s name and `{{date}}` the day in UTC; other variables stay as they are written. As `SYSTEM_PROMPT_FILE` it may have more than one line.',
    type: text(1, 100_000),
    example: 'SYSTEM_PROMPT=You help the customers of a bakery. Today is {{date}}.',
  }),
  TURN_SLOTS: key({
    what: 'Answers that one worker writes at the same time.',
    type: integer(1, 1_000),
    default: '200',
    example: 'TURN_SLOTS=200',
  }),
  ESCALATION: key({
    what: 'Rounds in which people are notified of a call for a human, until an admin acknowledges it or takes the session: how long after the call, and by `email`, `sms` or `all` ways.',
    type: escalation(),
    default: '0s:email,2m:sms,10m:all',
    example: 'ESCALATION=0s:email,2m:sms,10m:all',
  }),
  OFFICE_HOURS: optionalKey({
    what: 'When people are here to help. Outside of it who calls is told when somebody will be, and rounds begin then, but for a first one by email; without it somebody always is.',
    type: officeHours(),
    example: 'OFFICE_HOURS=Mon-Fri 09:00-17:00 Europe/Berlin',
  }),
  HELP_PHRASES: optionalKey({
    what: 'Phrases, with commas between: where a user or an answer says one, the assistant calls a human.',
    type: list(text(2, 200)),
    example: 'HELP_PHRASES=speak to a person,cancel my contract',
  }),
  HELP_AFTER_DOWN: optionalKey({
    what: 'Answers of a session that are rated down until the assistant calls a human; without it, it never does for that.',
    type: integer(1, 100),
    example: 'HELP_AFTER_DOWN=2',
  }),
  HELP_AFTER_FAILED: optionalKey({
    what: 'Answers in a row that fail until the assistant calls a human; without it, it never does for that.',
    type: integer(1, 100),
    example: 'HELP_AFTER_FAILED=3',
  }),
  PEOPLE_SWEEP: key({
    what: 'How often a worker looks after holds, rounds of notification and places in the queue.',
    type: duration({ min: 50, max: 10_000 }),
    default: '2s',
    example: 'PEOPLE_SWEEP=2s',
  }),
  PROVIDER_SILENCE: key({
    what: 'How long a model may say nothing, before its first word or between two, until its call is given up.',
    type: duration({ max: 3_600_000 }),
    default: '90s',
    example: 'PROVIDER_SILENCE=90s',
  }),
});
