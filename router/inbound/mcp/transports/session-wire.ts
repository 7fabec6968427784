/**
 * The transport of one HTTP session. Most requests have nothing to say before their answer, and get
 * it as plain JSON; what needs a stream, or takes long, goes on over the SDK's own transport.
 */
import type { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import {
  isJsonContentType,
  isJSONRPCRequest,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type MessageExtraInfo,
  type RequestId,
  type Transport,
  type TransportSendOptions,
} from '@modelcontextprotocol/server';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { acceptsBoth } from './accepts-both.ts';
import { QuickCall } from './quick-call.ts';

export class SessionWire implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: NonNullable<Transport['onmessage']>;
  readonly #streams: NodeStreamableHTTPServerTransport;
  readonly #calls = new Map<RequestId, QuickCall>();
  #versions: readonly string[] = [];

  constructor(streams: NodeStreamableHTTPServerTransport) {
    this.#streams = streams;
  }

  get sessionId(): string | undefined {
    return this.#streams.sessionId;
  }

  setSupportedProtocolVersions(versions: string[]): void {
    this.#versions = versions;
    this.#streams.setSupportedProtocolVersions(versions);
  }

  async start(): Promise<void> {
    this.#streams.onclose = () => this.#end();
    this.#streams.onerror = (error) => this.onerror?.(error);
    this.#streams.onmessage = (message, extra) => this.#receive(message, extra);
    await this.#streams.start();
  }

  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    const id = 'method' in message ? options?.relatedRequestId : message.id;
    const call = id === undefined ? undefined : this.#calls.get(id);
    await (call === undefined ? this.#stream(message, options) : call.send(message, options));
  }

  async close(): Promise<void> {
    await this.#streams.close();
  }

  /** Answers one HTTP request of the session; `message` is its parsed body. */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    message: unknown,
  ): Promise<void> {
    if (this.#isQuick(request, message)) this.#callQuickly(request, response, message);
    else await this.#streams.handleRequest(request, response, message);
  }

  #callQuickly(request: IncomingMessage, response: ServerResponse, message: JSONRPCRequest): void {
    const call = new QuickCall(response, {
      sessionId: this.sessionId,
      openStream: () => this.#streams.handleRequest(request, response, message),
      send: (said, options) => this.#stream(said, options),
      onEnd: () => {
        if (this.#calls.get(message.id) === call) this.#calls.delete(message.id);
      },
    });
    this.#calls.set(message.id, call);
    this.onmessage?.(message);
  }

  async #stream(message: JSONRPCMessage, options: TransportSendOptions = {}): Promise<void> {
    const { relatedRequestId } = options;
    await this.#streams.send(message, relatedRequestId === undefined ? {} : { relatedRequestId });
  }

  /** False for everything that only the SDK may judge, mistakes above all. */
  #isQuick({ headers, method }: IncomingMessage, message: unknown): message is JSONRPCRequest {
    const version = headers['mcp-protocol-version'];
    return (
      method === 'POST' &&
      this.sessionId !== undefined &&
      acceptsBoth(headers) &&
      isJsonContentType(headers['content-type'] ?? null) &&
      (version === undefined || this.#versions.includes(String(version))) &&
      isJSONRPCRequest(message) &&
      message.method !== 'initialize' &&
      !this.#calls.has(message.id)
    );
  }

  #receive(message: JSONRPCMessage, extra?: MessageExtraInfo): void {
    // The SDK was given its request once more, for the stream alone.
    const id = 'method' in message && 'id' in message ? message.id : undefined;
    const call = id === undefined ? undefined : this.#calls.get(id);
    if (call?.isOpening === true) call.streamIsOpen();
    else this.onmessage?.(message, extra);
  }

  #end(): void {
    for (const call of this.#calls.values()) call.drop();
    this.onclose?.();
  }
}
