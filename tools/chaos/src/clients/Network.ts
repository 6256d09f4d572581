import { WebSocket } from 'ws';

/** Nothing listens there. */
const NOWHERE = 'ws://127.0.0.1:1/ws';
const ACK = '{"type":"ack"';

/** What stands between one client and Parley: it can be cut, be away, and break off just when an ack comes. */
export class Network {
  /** The class of sockets that the client is given. */
  readonly Socket: new (url: string, protocols: string[]) => WebSocket;
  isAway = false;
  #socket: WebSocket | undefined;

  /** `losesAck` says of each ack whether the line breaks before it arrives. */
  constructor(losesAck: () => boolean) {
    const nowHas = (socket: WebSocket): void => void (this.#socket = socket);
    const isAway = (): boolean => this.isAway;
    this.Socket = class extends WebSocket {
      #isLost = false;

      constructor(url: string, protocols: string[]) {
        super(isAway() ? NOWHERE : url, protocols);
        nowHas(this);
      }

      override emit(event: string | symbol, ...args: unknown[]): boolean {
        if (event === 'message' && !this.#isLost && isAck(args[0]) && losesAck()) {
          this.#isLost = true;
          this.terminate();
        }
        return event === 'message' && this.#isLost ? true : super.emit(event, ...args);
      }
    };
  }

  /** Breaks the line off without a word. */
  cut(): void {
    this.#socket?.terminate();
  }
}

const isAck = (data: unknown): boolean =>
  Buffer.isBuffer(data) && data.subarray(0, ACK.length).toString() === ACK;
