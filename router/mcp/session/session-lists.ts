/** What one session lists: four lists, read page by page and kept fresh. */
import { ProtocolError, type Client } from '@modelcontextprotocol/client';
import { z } from 'zod';

import { LONGEST_TIMER_MS } from '#core/longest-timer.ts';
import type { Logger } from '#core/ports/logger.ts';
import { FreshList } from '../offers/fresh-list.ts';
import type { Link } from './link.ts';
import {
  parsePrompt,
  parseResource,
  parseTemplate,
  type RemotePrompt,
  type RemoteResource,
} from '../offers/remote-features.ts';
import { isObject, parseTool, type RemoteTool } from '../offers/remote-tool.ts';
import { asSecondHand, isRouterProgram, isSecondHand } from '../offers/second-hand.ts';
import { isCapable } from '../offers/server-offer.ts';
import { settledWithin } from '#core/settled-within.ts';

const MAX_PAGES = 100;
const MAX_ITEMS = 2000;
/** How long the lists besides the tools may hold up a new connection. */
const PATIENCE_MS = 2000;
const METHOD_NOT_FOUND = -32601;

interface ListKind<Item> {
  readonly what: string;
  readonly method: string;
  /** Of the page's field. */
  readonly key: string;
  readonly capability: string;
  readonly parse: (candidate: unknown) => readonly Item[];
}

const TOOLS: ListKind<RemoteTool> = {
  what: 'tools',
  method: 'tools/list',
  key: 'tools',
  capability: 'tools',
  parse: parseTool,
};
const PROMPTS: ListKind<RemotePrompt> = {
  what: 'prompts',
  method: 'prompts/list',
  key: 'prompts',
  capability: 'prompts',
  parse: parsePrompt,
};
const RESOURCES: ListKind<RemoteResource> = {
  what: 'resources',
  method: 'resources/list',
  key: 'resources',
  capability: 'resources',
  parse: parseResource,
};
const TEMPLATES: ListKind<RemoteResource> = {
  what: 'resource templates',
  method: 'resources/templates/list',
  key: 'resourceTemplates',
  capability: 'resources',
  parse: parseTemplate,
};

const page = z.looseObject({ nextCursor: z.string().nullish() });

export interface SessionListsOptions {
  readonly client: Client;
  readonly link: Link;
  readonly logger: Logger;
  /** Limit of a later reading; the first one of the tools is bounded by whoever opens the session. */
  readonly listTimeoutMs: number;
  /** A list was read again; it may be the same. */
  readonly onRead: () => void;
  readonly onFatal: (reason: string) => void;
}

export class SessionLists {
  readonly tools: FreshList<RemoteTool>;
  readonly prompts: FreshList<RemotePrompt>;
  readonly resources: FreshList<RemoteResource>;
  readonly templates: FreshList<RemoteResource>;
  readonly #options: SessionListsOptions;
  readonly #excessReported = new Set<string>();
  #toolsRead = false;

  constructor(options: SessionListsOptions) {
    this.#options = options;
    this.tools = this.#listOf(TOOLS);
    this.prompts = this.#listOf(PROMPTS);
    this.resources = this.#listOf(RESOURCES);
    this.templates = this.#listOf(TEMPLATES);
  }

  /** Rejects when the tools cannot be listed; the other lists may fail, or come later. */
  async open(): Promise<void> {
    const rest = Promise.all([
      this.#openBeside(PROMPTS.what, this.prompts),
      this.#openBeside(RESOURCES.what, this.resources),
      this.#openBeside(TEMPLATES.what, this.templates),
    ]);
    await this.tools.open();
    this.#toolsRead = true;
    await settledWithin(Math.min(PATIENCE_MS, this.#options.listTimeoutMs), rest);
  }

  /** By the name of the notification. False when it is about no list. */
  changed(notification: string): boolean {
    if (notification === 'notifications/tools/list_changed') this.tools.refreshSoon();
    else if (notification === 'notifications/prompts/list_changed') this.prompts.refreshSoon();
    else if (notification === 'notifications/resources/list_changed') this.#resourcesChanged();
    else return false;
    return true;
  }

  refreshSoon(): void {
    this.tools.refreshSoon();
    this.prompts.refreshSoon();
    this.#resourcesChanged();
  }

  stop(): void {
    for (const list of [this.tools, this.prompts, this.resources, this.templates]) list.stop();
  }

  async #openBeside<Item>(what: string, list: FreshList<Item>): Promise<void> {
    try {
      await list.open();
      this.#options.onRead();
    } catch (error) {
      this.#failed(what, error);
    }
  }

  #resourcesChanged(): void {
    this.resources.refreshSoon();
    this.templates.refreshSoon();
  }

  #listOf<Item>(kind: ListKind<Item>): FreshList<Item> {
    return new FreshList<Item>({
      read: () => this.#read(kind),
      onRead: () => this.#options.onRead(),
      onFailure: (error) => this.#failed(kind.what, error),
    });
  }

  #failed(what: string, error: unknown): void {
    const { link, logger, onFatal } = this.#options;
    const { reason } = link.explain(error);
    if (link.isFatal(error)) onFatal(reason);
    else logger.warn({ reason, list: what }, 'a list of the server could not be read');
  }

  async #read<Item>(kind: ListKind<Item>): Promise<readonly Item[]> {
    const { client, listTimeoutMs } = this.#options;
    if (!isCapable({ ...client.getServerCapabilities() }, kind.capability)) return [];
    const isFirst = kind.what === TOOLS.what && !this.#toolsRead;
    const timeout = isFirst ? LONGEST_TIMER_MS : listTimeoutMs;
    const candidates: unknown[] = [];
    let cursor: string | null | undefined;
    for (let count = 0; count < MAX_PAGES; count++) {
      const request = { method: kind.method, ...(cursor ? { params: { cursor } } : {}) };
      const answer = await this.#page(kind, request, timeout);
      if (answer === undefined) return [];
      const items = z.array(z.unknown()).parse(answer[kind.key]);
      // One by one: so many arguments as a page may have items would overflow the stack.
      for (const item of items) candidates.push(item);
      cursor = answer.nextCursor === cursor ? undefined : answer.nextCursor;
      if (!cursor || candidates.length > MAX_ITEMS) break;
    }
    if (cursor || candidates.length > MAX_ITEMS) this.#reportExcess(kind.what);
    return this.#firstHand(kind.what, candidates.slice(0, MAX_ITEMS)).flatMap(kind.parse);
  }

  /** Without what a router has from another one; the rest of a router's is marked. */
  #firstHand(what: string, candidates: readonly unknown[]): readonly unknown[] {
    const { client, logger } = this.#options;
    if (!isRouterProgram(client.getServerVersion())) return candidates;
    const own = candidates.filter(isObject).filter((item) => !isSecondHand(item));
    const left = candidates.length - own.length;
    if (left > 0) logger.debug({ list: what, left }, 'what it has from another router is left out');
    return own.map(asSecondHand);
  }

  /** Undefined where the server has no such list after all, as many have no templates. */
  async #page<Item>(
    kind: ListKind<Item>,
    request: { readonly method: string; readonly params?: { readonly cursor: string } },
    timeout: number,
  ): Promise<z.infer<typeof page> | undefined> {
    try {
      return await this.#options.client.request(request, page, { timeout });
    } catch (error) {
      const isMissing = ProtocolError.isInstance(error) && error.code === METHOD_NOT_FOUND;
      if (isMissing && kind.what !== TOOLS.what) return undefined;
      throw error;
    }
  }

  #reportExcess(what: string): void {
    if (this.#excessReported.has(what)) return;
    this.#excessReported.add(what);
    const limits = { items: MAX_ITEMS, pages: MAX_PAGES };
    const message = `the server offers too many ${what}; the rest is left out`;
    this.#options.logger.warn(limits, message);
  }
}
