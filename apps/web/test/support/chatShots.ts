import type { Shot } from './takeShots.ts';
import { usageOf } from './usageOf.ts';
import type { Visit } from './visit.ts';

const ANNA = { id: 'anna', name: 'Anna' };

/** A conversation about an order that hasn't come. */
async function begun({ page, backend, origin }: Visit): Promise<void> {
  const { conversation } = backend;
  backend.models.push({ id: 'quick', label: 'Quick', provider: 'openai', vision: false, voice: false });
  conversation.add({ text: 'My order 4711 should have come on Tuesday. Where is it?' });
  conversation.add({
    sender: 'assistant',
    model: 'demo',
    text: 'I can’t see orders myself. What usually helps:\n\n- the **tracking link** in the mail that confirmed it\n- the carrier’s page, with the number below it\n\nIf neither says anything, somebody from the team can look it up.',
  });
  await page.goto(origin);
  await page.getByText('somebody from the team').waitFor();
}

/** The chat while a person is called, here, and gone. */
export const CHAT_SHOTS: readonly Shot[] = [
  { name: 'chat', prepare: begun },
  {
    name: 'chat-call',
    async prepare(here) {
      await begun(here);
      await here.page.getByRole('button', { name: 'Talk to a person' }).click();
      await here.page.getByLabel('What is it about?').fill('Order 4711 hasn’t come');
    },
  },
  {
    name: 'chat-queue',
    async prepare(here) {
      await begun(here);
      here.backend.conversation.queue = { position: 3, waitMs: 240_000 };
      here.backend.conversation.call();
      await here.page.getByText('You are 3rd in line').waitFor();
    },
  },
  {
    name: 'chat-closed',
    async prepare(here) {
      await begun(here);
      const opens = new Date();
      opens.setDate(opens.getDate() + 1);
      opens.setHours(9, 0, 0, 0);
      here.backend.conversation.queue = { opensAt: opens.toISOString() };
      here.backend.conversation.call();
      await here.page.getByText('Nobody is here until').waitFor();
    },
  },
  {
    name: 'chat-person',
    async prepare(here) {
      const { conversation } = here.backend;
      await begun(here);
      conversation.said(crypto.randomUUID(), 'I have no tracking link. Can somebody help?');
      conversation.begin();
      conversation.write('Of course. While you wait, it may help to look');
      conversation.takeOver(ANNA);
      const anna = { sender: 'admin', senderName: 'Anna' } as const;
      conversation.said(
        crypto.randomUUID(),
        'Hello Mia, I am Anna. I have your order here: it left the warehouse this morning.',
        anna,
      );
      conversation.said(crypto.randomUUID(), 'Oh, good! When will it be here?');
      const { sessionId } = conversation;
      here.backend.tell({ type: 'typing', sessionId, sender: 'admin', active: true });
      await here.page.getByText('Anna is typing…').waitFor();
    },
  },
  {
    name: 'chat-back',
    async prepare(here) {
      const { conversation } = here.backend;
      await begun(here);
      conversation.takeOver(ANNA);
      const anna = { sender: 'admin', senderName: 'Anna' } as const;
      conversation.said(
        crypto.randomUUID(),
        'Tomorrow before noon. I have put a note on it for the carrier.',
        anna,
      );
      conversation.said(crypto.randomUUID(), 'Thank you!');
      conversation.release();
      await here.page.getByText('The assistant is back', { exact: true }).first().waitFor();
    },
  },
  {
    name: 'chat-thinking',
    async prepare(here) {
      const { conversation } = here.backend;
      await begun(here);
      conversation.said(crypto.randomUUID(), 'And if the carrier says it was delivered?');
      conversation.begin();
      conversation.think('They ask about a parcel that is marked as delivered but wasn’t received.\n');
      conversation.think('First neighbours and the place to leave it, then a search by the carrier.');
      await here.page.getByText('Thinking…').click();
      await here.page.getByText('First neighbours').waitFor();
    },
  },
  {
    name: 'chat-broken-off',
    async prepare(here) {
      const { conversation } = here.backend;
      await begun(here);
      conversation.said(crypto.randomUUID(), 'And if the carrier says it was delivered? Here is a photo.');
      conversation.begin();
      conversation.think('A parcel that was delivered to somebody else, perhaps.');
      conversation.write('Then it helps to ask the neighbours first. After that, have the carrier');
      const unread = [{ fileId: crypto.randomUUID(), name: 'photo.png', reason: 'no_vision' }] as const;
      conversation.end('interrupted', { fallbackFor: 'quick', unread: [...unread] });
      await here.page.getByRole('button', { name: 'Go on' }).waitFor();
    },
  },
  {
    name: 'chat-waiting',
    async prepare(here) {
      const { backend } = here;
      await begun(here);
      backend.conversation.said(crypto.randomUUID(), 'And if the carrier says it was delivered?');
      backend.conversation.begin();
      backend.conversation.wait('retry', 12_000);
      backend.offer([
        { id: 'quick', label: 'Quick', provider: 'openai', vision: false, voice: false },
        { id: 'deep', label: 'Deep', provider: 'anthropic', vision: true, voice: false },
      ]);
      await here.page.getByText('trying again in').waitFor();
      await here.page.locator('.current .gone').waitFor();
    },
  },
  {
    name: 'chat-model-menu',
    async prepare(here) {
      await begun(here);
      here.backend.offer([
        { id: 'quick', label: 'Quick', provider: 'openai', vision: false, voice: false },
        { id: 'deep', label: 'Deep', provider: 'anthropic', vision: true, voice: false },
      ]);
      await here.page.locator('.current .gone').click();
    },
  },
  {
    name: 'chat-usage',
    async prepare({ page, backend, origin }) {
      const tokens = Array.from({ length: 30 }, (_, at) =>
        at % 7 > 4 ? 0 : 20_000 + ((at * 7919) % 90_000),
      );
      backend.sessions.usage = usageOf([...tokens.slice(0, -1), 61_250], 200_000);
      backend.sessions.add('Return of two shirts', 10);
      await page.goto(`${origin}/sessions`);
      await page.getByRole('button', { name: 'Account of Mia' }).click();
      await page.getByRole('menuitem', { name: 'Usage' }).click();
      await page.getByText('tokens today').waitFor();
    },
  },
];
