/** One JSON-RPC message in each text frame. */
import {
  deserializeMessage,
  type JSONRPCMessage,
  type Transport,
} from '@modelcontextprotocol/server';
import type { RawData, WebSocket } from 'ws';

import { MOST_WAITING } from './most-waiting.ts';

const UNSUPPORTED_DATA = 1003;
const GOING_AWAY = 1001;
const NORMAL = 1000;

const UNREADABLE = {
  jsonrpc: '2.0',
  id: null,
  error: { code: -32_700, message: 'the frame is not one JSON-RPC message' },
};

export class WebSocketTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: NonNullable<Transport['onmessage']>;
  readonly #socket: WebSocket;
  #closeCode = NORMAL;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  async start(): Promise<void> {
    this.#socket.on('message', (data: RawData, isBinary: boolean) => this.#receive(data, isBinary));
    this.#socket.on('error', (error) => this.onerror?.(error));
    this.#socket.once('close', () => this.onclose?.());
    if (this.#socket.readyState === this.#socket.CLOSED) this.onclose?.();
  }

  async send(message: JSONRPCMessage): Promise<void> {
    await this.#write(JSON.stringify(message));
  }

  async close(): Promise<void> {
    this.#socket.close(this.#closeCode);
  }

  /** From then on the client is told that the router stops. */
  goAway(): void {
    this.#closeCode = GOING_AWAY;
  }

  /** Rejects when the client is gone, or is cut off because it does not read. */
  async #write(text: string): Promise<void> {
    if (this.#socket.bufferedAmount > MOST_WAITING) {
      this.#socket.terminate();
      throw new Error('the client reads too slowly');
    }
    await new Promise<void>((resolve, reject) => {
      this.#socket.send(text, (error) => (error ? reject(error) : resolve()));
    });
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (isBinary) {
      this.#socket.close(UNSUPPORTED_DATA, 'text frames only');
      return;
    }
    let message: JSONRPCMessage;
    try {
      message = deserializeMessage(toText(data));
    } catch (error) {
      const report = (err: unknown): void =>
        this.onerror?.(err instanceof Error ? err : new Error(String(err)));
      report(error);
      this.#write(JSON.stringify(UNREADABLE)).catch(report);
      return;
    }
    this.onmessage?.(message);
  }
}

function toText(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}
