/** One initialised MCP session: the SDK's client, its tool list kept fresh, and calls. */
import {
  Client,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  type Transport,
} from '@modelcontextprotocol/client';
import { setTimeout as sleep } from 'node:timers/promises';
import { ZodError } from 'zod';

import type { Logger } from '#core/ports/logger.ts';
import type { ToolResult } from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';
import { untilAborted } from '#core/until-aborted.ts';
import { failedResult, parseTools, toolPage, toolResult, type RemoteTool } from './remote-tool.ts';
import { LONGEST_TIMER_MS } from '#core/longest-timer.ts';
import { PendingCalls, type ToolCall } from './tool-call.ts';
import { ToolList } from './tool-list.ts';

export type LinkKind = 'stdio' | 'http' | 'sse';

/** Why something with a server went wrong, secrets masked. */
export interface Failure {
  readonly reason: string;
  /** Trying again without a change of the configuration is pointless. */
  readonly permanent?: boolean;
  /** The server is there but does not speak this transport. */
  readonly wrongTransport?: boolean;
}

/** One way to reach a server: what the client talks through and what is known when it breaks. */
export interface Link {
  readonly kind: LinkKind;
  readonly transport: Transport;
  /** For what the server says and we pass on as our own words. */
  readonly mask: (text: string) => string;
  /** Without an error: why the transport closed by itself. */
  explain(error?: unknown): Failure;
  /** Whether this error means that the session is over; if so, `explain` remembers it. */
  isFatal(error: unknown): boolean;
  stderr(): readonly string[];
  /** Of the process, while there is one. */
  pid(): number | undefined;
  /** Resolves when nothing of it is left. Idempotent. */
  close(): Promise<void>;
}

export interface SessionOptions {
  /** Name of the server, for messages. */
  readonly server: string;
  readonly link: Link;
  readonly client: { readonly name: string; readonly version: string };
  /** Limit of a later tools/list; the first one is bounded by `signal`. */
  readonly listTimeoutMs: number;
  readonly logger: Logger;
  /** Bounds the opening, not the session. */
  readonly signal: AbortSignal;
  /** The tool list was read again; it may be the same. */
  readonly onTools: () => void;
}

export interface Session {
  tools(): readonly RemoteTool[];
  /** Resolves with the reason when the session is over. */
  readonly lost: Promise<string>;
  call(call: ToolCall): Promise<ToolResult>;
  /** Calls in flight are rejected with TOOLS_UNAVAILABLE. Resolves when the link is gone. */
  close(reason: string): Promise<void>;
}

const RESUBSCRIBE_DELAY_MS = 1000;
const MAX_PAGES = 100;
const MAX_TOOLS = 2000;
const NO_TIMEOUT = { timeout: LONGEST_TIMER_MS };

/**
 * Handshake and first tool list. The caller owns the link: on rejection it explains the error
 * and closes the link.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const session = new ClientSession(options);
  await untilAborted(session.open(), options.signal);
  return session;
}

class ClientSession implements Session {
  readonly lost: Promise<string>;
  readonly #options: SessionOptions;
  readonly #client: Client;
  readonly #calls = new PendingCalls();
  #list: ToolList | undefined;
  /** A change was announced while the first list was on its way. */
  #changedEarly = false;
  #excessReported = false;
  /** Why the session is over; undefined while it is not. */
  #over: string | undefined;
  #announceLoss: (reason: string) => void = () => {};

  constructor(options: SessionOptions) {
    this.#options = options;
    this.lost = new Promise((resolve) => {
      this.#announceLoss = resolve;
    });
    this.#client = new Client(options.client, {
      capabilities: {},
      // Over stdio, anything but the old handshake would cost a second process.
      versionNegotiation: { mode: options.link.kind === 'http' ? 'auto' : 'legacy' },
    });
  }

  async open(): Promise<void> {
    const { link } = this.#options;
    this.#client.onclose = () => this.#end(link.explain().reason);
    link.transport.onerror = (error) => this.#suspect(error);
    this.#handleNotifications();
    if (link.kind === 'http') this.#giveCallsTheirStream(link.transport);
    await this.#client.connect(link.transport, NO_TIMEOUT);
    this.#list = new ToolList(await this.#readTools(LONGEST_TIMER_MS), {
      read: () => this.#readTools(this.#options.listTimeoutMs),
      onRead: this.#options.onTools,
      onFailure: (error) => this.#refreshFailed(error),
    });
    if (this.#changedEarly) this.#list.refreshSoon();
    if (this.#client.getProtocolEra() === 'modern') void this.#subscribe();
  }

  tools(): readonly RemoteTool[] {
    return this.#list?.tools ?? [];
  }

  call(call: ToolCall): Promise<ToolResult> {
    return this.#calls.run(call, async (progressToken, signal) => {
      const params = { name: call.tool, arguments: call.args, _meta: { progressToken } };
      try {
        return await this.#send(call, params, { signal, ...NO_TIMEOUT });
      } catch (error) {
        if (signal.aborted) throw error;
        return this.#explainCall(call, error);
      }
    });
  }

  async close(reason: string): Promise<void> {
    this.#end(reason);
    await this.#options.link.close();
    await this.#client.close();
  }

  async #send(
    call: ToolCall,
    params: { name: string; arguments: Record<string, unknown> },
    options: { signal: AbortSignal; timeout: number },
  ): Promise<ToolResult> {
    // In the newer revision some arguments travel as HTTP headers too, which callTool sees to.
    if (this.#client.getProtocolEra() === 'modern') {
      const inputSchema = { ...call.inputSchema, type: 'object' as const };
      const toolDefinition = { name: call.tool, inputSchema };
      return toolResult.parse(await this.#client.callTool(params, { ...options, toolDefinition }));
    }
    // A plain request otherwise: callTool would judge the result by more than we ask for.
    return await this.#client.request({ method: 'tools/call', params }, toolResult, options);
  }

  /** What the server itself says is a result; everything else rejects. */
  #explainCall(call: ToolCall, error: unknown): ToolResult {
    const { link, server } = this.#options;
    if (ProtocolError.isInstance(error)) {
      return failedResult(`The server refused the call: ${link.mask(error.message)}`);
    }
    if (isUnusableAnswer(error)) return failedResult('The server sent an unusable answer');
    const { reason } = link.explain(error);
    if (link.isFatal(error)) this.#end(reason);
    const message = `Tool server "${server}": ${this.#over ?? reason}`;
    throw new RouterError('TOOLS_UNAVAILABLE', message, { param: call.name });
  }

  #handleNotifications(): void {
    // The SDK's own progress handling can lose the last one and knows only its own tokens.
    this.#client.setNotificationHandler('notifications/progress', ({ params }) => {
      const { progressToken, progress, total, message } = params;
      this.#calls.find(progressToken)?.progressed({
        progress,
        ...(total === undefined ? {} : { total }),
        ...(message === undefined ? {} : { message }),
      });
    });
    this.#client.setNotificationHandler('notifications/tools/list_changed', () => {
      if (this.#list === undefined) this.#changedEarly = true;
      else this.#list.refreshSoon();
    });
  }

  /** Over HTTP every call has a stream of its own: cancelling ends it, and its end is noticed. */
  #giveCallsTheirStream(transport: Transport): void {
    const send = transport.send.bind(transport);
    transport.send = (message, options) => {
      const token = 'method' in message ? message.params?._meta?.progressToken : undefined;
      const call = this.#calls.find(token);
      if (call === undefined) return send(message, options);
      return send(message, {
        ...options,
        requestSignal: call.signal,
        onRequestStreamEnd: () => call.cut(),
      });
    };
  }

  /** The newer revision sends changes only to those who subscribe. */
  async #subscribe(): Promise<void> {
    if (this.#client.getServerCapabilities()?.tools?.listChanged !== true) return;
    while (this.#over === undefined) {
      try {
        const subscription = await this.#client.listen(
          { toolsListChanged: true },
          { timeout: this.#options.listTimeoutMs },
        );
        await subscription.closed;
      } catch (error) {
        const { reason } = this.#options.link.explain(error);
        this.#options.logger.debug({ reason }, 'the server takes no subscription');
        return;
      }
      // Either the server is gone or changes were missed meanwhile; the list tells which.
      this.#list?.refreshSoon();
      await sleep(RESUBSCRIBE_DELAY_MS, undefined, { ref: false });
    }
  }

  /** An error outside of any call: over HTTP only asking tells whether the server still lives. */
  #suspect(error: Error): void {
    const { link } = this.#options;
    // Before that, the error shows in the opening itself.
    if (this.#list === undefined) return;
    if (link.isFatal(error)) this.#end(link.explain(error).reason);
    else if (link.kind === 'http') this.#list.refreshSoon();
  }

  #refreshFailed(error: unknown): void {
    const { link, logger } = this.#options;
    const { reason } = link.explain(error);
    if (link.isFatal(error)) this.#end(reason);
    else logger.warn({ reason }, 'the tool list could not be refreshed');
  }

  async #readTools(timeout: number): Promise<readonly RemoteTool[]> {
    if (this.#client.getServerCapabilities()?.tools === undefined) return [];
    const candidates: unknown[] = [];
    let cursor: string | null | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const request = { method: 'tools/list', ...(cursor ? { params: { cursor } } : {}) };
      const { tools, nextCursor } = await this.#client.request(request, toolPage, { timeout });
      // One by one: so many arguments as a page may have tools would overflow the stack.
      for (const tool of tools) candidates.push(tool);
      cursor = nextCursor === cursor ? undefined : nextCursor;
      if (!cursor || candidates.length > MAX_TOOLS) break;
    }
    if (cursor || candidates.length > MAX_TOOLS) this.#reportExcess();
    return parseTools(candidates.slice(0, MAX_TOOLS));
  }

  #reportExcess(): void {
    if (this.#excessReported) return;
    this.#excessReported = true;
    const limits = { tools: MAX_TOOLS, pages: MAX_PAGES };
    this.#options.logger.warn(limits, 'the server offers too many tools; the rest is left out');
  }

  #end(reason: string): void {
    if (this.#over !== undefined) return;
    this.#over = reason;
    this.#list?.stop();
    this.#announceLoss(reason);
  }
}

function isUnusableAnswer(error: unknown): boolean {
  if (error instanceof ZodError) return true;
  if (!SdkError.isInstance(error)) return false;
  const { InvalidResult, UnsupportedResultType, InputRequiredRoundsExceeded } = SdkErrorCode;
  return [InvalidResult, UnsupportedResultType, InputRequiredRoundsExceeded].includes(error.code);
}
