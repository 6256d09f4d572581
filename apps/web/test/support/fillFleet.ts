import type { Hour, Times } from '../../src/pages/admin/api/figures.ts';
import { sessionOf, waitingOf } from './fleetOf.ts';
import type { Visit } from './visit.ts';

const HOUR_MS = 3_600_000;
const BEN = { id: 'staff-ben', name: 'Ben' };
const times = (typical: number): Times => ({
  count: 40,
  avgMs: typical * 1.2,
  maxMs: typical * 9,
  p50Ms: typical,
  p90Ms: typical * 2,
  p95Ms: typical * 3,
  p99Ms: typical * 6,
});

/** What happened in an hour: much at noon, little at night. */
function hourOf(at: number): Hour {
  const hour = new Date(at).getHours();
  const busy = Math.round(60 * Math.max(0.05, Math.sin(((hour - 5) / 24) * Math.PI) ** 3) + (at % 7));
  const tokens = busy * 840;
  return {
    hour: new Date(at).toISOString(),
    sessions: Math.round(busy / 3),
    messages: { user: busy, assistant: busy, admin: Math.round(busy / 9), system: 0 },
    answers: { count: busy, complete: busy - 1, stopped: 0, failed: busy > 40 ? 1 : 0, interrupted: 0 },
    responseTimes: times(900 + busy * 20),
    tokens: { input: tokens * 2, output: tokens, total: tokens * 3 },
    costUsd: tokens * 0.000003,
  };
}

/** Gives the console a fleet with everything in it. */
export function fillFleet({ backend }: Visit): void {
  const { admin, conversation } = backend;
  backend.models.push({ id: 'quick', label: 'Quick', provider: 'openai', vision: false, voice: false });
  conversation.add({ text: 'My order 4711 should have come on Tuesday. Where is it?', senderName: 'Mia' });
  conversation.add({
    sender: 'assistant',
    model: 'demo',
    text: 'I can’t see orders myself. What usually helps:\n\n- the **tracking link** in the mail\n- the carrier’s page\n\nIf neither says anything, somebody from the team can look it up.',
    feedback: { rating: 'down' },
  });
  conversation.add({ text: 'There is no link. I would like to talk to somebody.' });
  conversation.userId = 'mia@example.org';
  conversation.name = 'Order 4711 hasn’t come';
  conversation.handling = 'requested';
  const requestedAt = new Date(Date.now() - 100_000).toISOString();
  conversation.help = { state: 'requested', by: 'user', requestedAt, reason: 'My order hasn’t come' };
  const open = { ...conversation.session(), userId: 'mia@example.org', usage: sessionOf('', 1).usage };
  const all = [
    open,
    waitingOf('The invoice has a wrong address on it', 7, { userId: 'jo.van.den.berg@example.com' }),
    waitingOf('Zahlung doppelt abgebucht', 0.3, {
      userId: '4f8a2c1e-0b',
      help: {
        state: 'acknowledged',
        by: 'assistant',
        requestedAt: new Date(Date.now() - 20_000).toISOString(),
        acknowledgedBy: BEN,
      },
    }),
    sessionOf('Return of two shirts', 1, {
      handling: 'human',
      admin: BEN,
      adminAssisted: true,
      userId: 'kim',
    }),
    sessionOf('How does a rainbow form?', 2, { userId: 'u-1842' }),
    sessionOf('', 3, { messageCount: 0, userId: 'u-1843' }),
    sessionOf('Compare tea and coffee in a table', 6, { adminAssisted: true, userId: 'sam@example.org' }),
    sessionOf('Sort a list in Python', 9, { userId: 'u-1771' }),
  ];
  for (const session of all) admin.sessions.set(session.id, session);
  admin.notes.push({
    id: crypto.randomUUID(),
    sessionId: open.id,
    author: BEN,
    text: 'Parcel is with the carrier since this morning; they lost the first label.',
    forAssistant: false,
    createdAt: new Date(Date.now() - 300_000).toISOString(),
  });
  const now = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const byHour = Array.from({ length: 24 }, (_, at) => hourOf(now - (23 - at) * HOUR_MS));
  admin.metrics = {
    ...hourOf(now),
    now: { active: 8, waiting: 3, held: 1 },
    sessions: { count: 214, adminAssisted: 31, durations: times(340_000) },
    messages: { user: 812, assistant: 806, admin: 96, system: 0 },
    answers: { count: 806, complete: 789, stopped: 9, failed: 6, interrupted: 2 },
    responseTimes: times(1400),
    tokens: { input: 1_204_338, output: 402_118, total: 1_606_456 },
    costUsd: 3.81,
    byHour,
  };
  admin.providers = backend.models.map(({ id, label, provider }, at) => ({
    ...(at === 0 ? { available: true } : { available: false, reason: 'OPENAI_API_KEY is not set' }),
    id,
    label,
    provider,
    last: { at: new Date().toISOString(), status: 'complete' },
    answers: { count: 403, complete: 398, stopped: 2, failed: 3, interrupted: 0 },
    responseTimes: times(1400),
  }));
  admin.usage = Array.from({ length: 30 }, (_, at) => ({
    key: new Date(now - (29 - at) * 24 * HOUR_MS).toISOString().slice(0, 10),
    calls: 900 + ((at * 37) % 300),
    inputTokens: 600_000 + ((at * 7919) % 400_000),
    outputTokens: 200_000 + ((at * 104_729) % 200_000),
    cachedTokens: 300_000 + ((at * 4001) % 200_000),
    reasoningTokens: 40_000 + ((at * 911) % 20_000),
    costUsd: 1.8 + (at % 5) / 3,
  }));
  const call = {
    purpose: 'answer',
    model: 'quick',
    startedAt: new Date(now - 60_000).toISOString(),
  } as const;
  const usage = { inputTokens: 1840, outputTokens: 312, totalTokens: 2152, costUsd: 0.0021 };
  admin.calls = [
    { ...call, id: 'a', tried: 1, outcome: 'failed', error: 'provider_error', status: 503, durationMs: 412 },
    { ...call, id: 'b', tried: 2, outcome: 'complete', durationMs: 3200, firstTokenMs: 340, usage },
    { ...call, id: 'c', tried: 1, outcome: 'unknown', purpose: 'title' },
  ];
  const whats = ['session.watched', 'takeover.started', 'note.added', 'takeover.ended', 'help.requested'];
  admin.audit = Array.from({ length: 14 }, (_, at) => ({
    n: 1208 - at,
    who: at % 5 === 4 ? 'mia@example.org' : 'staff-ben',
    what: whats[at % 5] ?? '',
    target: open.id,
    when: new Date(Date.now() - at * 95_000).toISOString(),
    ...(at % 5 === 0 && { where: '203.0.113.7' }),
    ...(at % 5 === 1 && { before: { handling: 'requested' }, after: { handling: 'human', fence: 3 } }),
  }));
  const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
  admin.admins = [
    {
      id: 'anna',
      name: 'Anna',
      roles: ['user', 'admin'],
      lastSeenAt: minutesAgo(4),
      notified: { email: true, sms: true },
    },
    {
      ...BEN,
      roles: ['user', 'admin', 'supervisor'],
      lastSeenAt: minutesAgo(70),
      notified: { email: true, sms: false },
    },
    {
      id: '4f8a2c1e-0b6d-4a1f-9a57-2f1c9d1b7a10',
      name: 'Jolanda van den Berg',
      roles: ['admin'],
      lastSeenAt: minutesAgo(60 * 24 * 9),
      notified: { email: false, sms: false },
    },
  ];
  admin.preferences = {
    channels: ['email'],
    email: 'anna@example.org',
    quiet: { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' },
    criticalInQuiet: true,
  };
  admin.deadLetters = [1, 2].map((at) => ({
    seq: at * 17,
    queue: at === 1 ? 'commands' : 'notifications',
    ...(at === 1 && { sessionId: open.id }),
    reason:
      at === 1 ? 'failed 5 times: the command can’t be read' : 'refused by the mail server: 550 no such user',
    at: new Date(Date.now() - at * HOUR_MS).toISOString(),
    deliveries: 5,
    bytes: 1834 * at,
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  }));
  admin.undelivered = [
    {
      id: 'sms:r:1',
      kind: 'help',
      by: 'sms',
      adminId: 'anna',
      at: new Date(Date.now() - HOUR_MS).toISOString(),
      attempts: 1,
      reason: 'sms: undelivered, Twilio’s error 30005',
      ref: 'SM4bf92f3577b34da6a3ce929d0e0e4736',
    },
    {
      id: 'email:r:2',
      kind: 'alert',
      by: 'email',
      at: new Date(Date.now() - 26 * HOUR_MS).toISOString(),
      attempts: 1,
      reason: 'refused by the mail server: 550 no such user',
    },
  ];
  admin.replies = [
    {
      id: crypto.randomUUID(),
      owner: 'own',
      shortcut: 'hello',
      text: 'Hello {name}, this is Anna. I have read it all.',
    },
    {
      id: crypto.randomUUID(),
      owner: 'own',
      shortcut: 'more',
      text: 'Could you tell me a little more about it?',
    },
    {
      id: crypto.randomUUID(),
      owner: 'team',
      shortcut: 'hello',
      text: 'Hello {name}, thank you for writing to us.',
    },
    {
      id: crypto.randomUUID(),
      owner: 'team',
      shortcut: 'returns',
      text: 'You can send it back within 30 days.\nThe label for it is in the mail about “{session}”.',
    },
  ];
}
