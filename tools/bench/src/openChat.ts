import { openTalk } from './openTalk.ts';
import { Stamps, type Stream } from './Streams.ts';

/** A client of Parley with a session of its own; its token is the given user's. */
export async function openChat(url: string, token: string): Promise<Stream> {
  const talk = await openTalk(url, token);
  return {
    async answer(script) {
      const stamps = new Stamps();
      await talk.say(JSON.stringify(script), ({ type, text }) => {
        if (type === 'message.delta' && text) stamps.push(text);
      });
      return stamps.taken;
    },
    close: () => talk.close(),
  };
}
