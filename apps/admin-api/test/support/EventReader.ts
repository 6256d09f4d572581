import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { eventually } from '@parley/testing';
import type { RunningAdmin } from './startAdmin.ts';

export interface ReadEvent {
  readonly id: number;
  readonly name: string;
  readonly data: never;
}

/** Reads server-sent events, as slowly as it is told. */
export class EventReader {
  readonly events: ReadEvent[] = [];
  comments = 0;
  ended = false;
  readonly #request: ClientRequest;
  #response: IncomingMessage | undefined;
  #rest = '';

  constructor(admin: RunningAdmin, token = admin.tokenOf(['admin'])) {
    const headers = { authorization: `Bearer ${token}` };
    this.#request = request(`${admin.url}/admin/api/events`, { headers, agent: false }, (response) => {
      this.#response = response;
      response.setEncoding('utf8');
      response.on('data', (text: string) => this.#read(text));
      response.on('close', () => (this.ended = true));
      response.on('error', () => (this.ended = true));
    });
    this.#request.on('error', () => (this.ended = true));
    this.#request.end();
  }

  /** Waits until there are that many events of a name; gives the last one. */
  async has(name: string, count = 1): Promise<ReadEvent> {
    return eventually(`${count} events ${name}`, () => this.named(name).at(count - 1), { timeoutMs: 15_000 });
  }

  named(name: string): ReadEvent[] {
    return this.events.filter((event) => event.name === name);
  }

  pause(): void {
    this.#response?.pause();
  }

  resume(): void {
    this.#response?.resume();
  }

  close(): void {
    this.#request.destroy();
  }

  #read(text: string): void {
    const parts = (this.#rest + text).split('\n\n');
    this.#rest = parts.pop() ?? '';
    for (const part of parts) {
      if (part.startsWith(':')) this.comments++;
      else {
        const [id = '', name = '', data = ''] = part
          .split('\n')
          .map((line) => line.slice(line.indexOf(' ') + 1));
        this.events.push({ id: Number(id), name, data: JSON.parse(data) as never });
      }
    }
  }
}
