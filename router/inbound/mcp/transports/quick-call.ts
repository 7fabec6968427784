/** A request that is answered as plain JSON, unless something must be said before, or it takes long. */
import type { JSONRPCMessage, TransportSendOptions } from '@modelcontextprotocol/server';
import type { ServerResponse } from 'node:http';

/** From then on a client that loses its connection can fetch the answer later. */
const LONG_MS = 250;

export interface QuickCallOptions {
  readonly sessionId: string | undefined;
  /** Gives the request to the SDK, which calls back when its stream is there. Resolves at its end. */
  readonly openStream: () => Promise<void>;
  /** On that stream. */
  readonly send: (message: JSONRPCMessage, options?: TransportSendOptions) => Promise<void>;
  /** The call needs us no more. */
  readonly onEnd: () => void;
}

export class QuickCall {
  readonly #response: ServerResponse;
  readonly #options: QuickCallOptions;
  readonly #long: NodeJS.Timeout;
  #stream: PromiseWithResolvers<void> | undefined;
  #isOpen = false;
  /** The latest message on its way; each waits for the one before. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(response: ServerResponse, options: QuickCallOptions) {
    this.#response = response;
    this.#options = options;
    this.#long = setTimeout(() => void this.#openStream().catch(() => undefined), LONG_MS).unref();
  }

  /** The SDK was given the request, and has not called back yet. */
  get isOpening(): boolean {
    return this.#stream !== undefined && !this.#isOpen;
  }

  /** Rejects when the client is gone. */
  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    const isAnswer = !('method' in message);
    if (isAnswer && this.#stream === undefined) return this.#answer(message);
    const opened = this.#openStream();
    const turn = Promise.all([opened, this.#last]).then(() => this.#options.send(message, options));
    this.#last = turn.catch(() => undefined);
    await turn;
  }

  streamIsOpen(): void {
    this.#isOpen = true;
    clearTimeout(this.#long);
    this.#stream?.resolve();
    void this.#drain();
  }

  /** The session is over. */
  drop(): void {
    if (this.#stream === undefined) this.#response.destroy();
    this.#fail();
  }

  #answer(message: JSONRPCMessage): void {
    const { sessionId } = this.#options;
    // As a text, for Node sends that together with the head, in one piece.
    const body = JSON.stringify(message);
    this.#response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...(sessionId !== undefined && { 'mcp-session-id': sessionId }),
    });
    this.#response.end(body);
    this.#end();
  }

  #openStream(): Promise<void> {
    if (this.#stream !== undefined) return this.#stream.promise;
    this.#stream = Promise.withResolvers();
    if (this.#response.closed) this.#fail();
    else
      void this.#options.openStream().then(
        () => this.#fail(),
        () => this.#fail(),
      );
    return this.#stream.promise;
  }

  /** Until then messages come here, so that none overtakes those that waited for the stream. */
  async #drain(): Promise<void> {
    let last: Promise<unknown>;
    do {
      last = this.#last;
      await last;
    } while (last !== this.#last);
    this.#end();
  }

  /** Nothing happens to a stream that was opened before. */
  #fail(): void {
    this.#end();
    this.#stream?.reject(new Error('the client hung up'));
  }

  #end(): void {
    clearTimeout(this.#long);
    this.#options.onEnd();
  }
}
