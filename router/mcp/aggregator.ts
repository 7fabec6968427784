/** The port `Aggregator`: all servers as one, for clients that speak MCP. */
import type {
  Aggregator,
  AggregatorNews,
  LentPeer,
  NameCollision,
  PeerSeat,
  PromptEntry,
  RelayOptions,
  ResourceEntry,
  TaskMethod,
} from '#core/ports/aggregator.ts';
import type { Peer } from '#core/ports/peer.ts';
import type { JsonObject, ToolEntry } from '#core/ports/tools.ts';
import type { RpcError, RpcOutcome } from '#core/rpc.ts';
import type { Catalog } from './names/catalog.ts';
import type { Connection } from './servers/connection.ts';
import type { NewsBoard } from './news/news-board.ts';
import type { NoticeBoard } from './news/notice-board.ts';
import type { Relay } from './relay/relay.ts';
import { isObject } from './offers/remote-tool.ts';
import { renamePromptResult, renameReadResult } from './names/rename-result.ts';
import type { RequestPeers } from './relay/request-peers.ts';
import type { ResourceFinder } from './names/resource-finder.ts';
import type { SeatBook } from './news/seat-book.ts';
import { isCapable } from './offers/server-offer.ts';
import type { ClientTasks } from './relay/client-tasks.ts';

const RESOURCE_NOT_FOUND = -32002;
const INVALID_PARAMS = -32602;
const URL_REQUIRED = -32042;
/** What a server answers that does not have the resource. */
const NOT_HERE = [RESOURCE_NOT_FOUND, INVALID_PARAMS];

export interface AggregatorOptions {
  readonly connections: ReadonlyMap<string, Connection>;
  readonly catalog: Catalog;
  readonly relay: Relay;
  readonly finder: ResourceFinder;
  readonly seats: SeatBook;
  readonly lent: RequestPeers;
  readonly tasks: ClientTasks;
  readonly notices: NoticeBoard;
  readonly news: NewsBoard;
}

export function createAggregator(options: AggregatorOptions): Aggregator {
  return new AllServers(options);
}

class AllServers implements Aggregator {
  readonly #options: AggregatorOptions;

  constructor(options: AggregatorOptions) {
    this.#options = options;
  }

  prompts(): readonly PromptEntry[] {
    return this.#options.catalog.features.prompts;
  }

  resources(): readonly ResourceEntry[] {
    return this.#options.catalog.features.resources;
  }

  templates(): readonly ResourceEntry[] {
    return this.#options.catalog.features.templates;
  }

  collisions(): readonly NameCollision[] {
    return this.#options.catalog.collisions;
  }

  findPrompt(name: string): PromptEntry | undefined {
    return this.#options.catalog.features.findPrompt(name);
  }

  async callTool(entry: ToolEntry, params: JsonObject, options: RelayOptions): Promise<RpcOutcome> {
    const { tasks, relay } = this.#options;
    const { task, ...plain } = params;
    // A task belongs to somebody who can ask for it later.
    const isTask = task !== undefined && options.peer !== undefined;
    const outcome = await relay.callTool(entry, isTask ? params : plain, options);
    if (!outcome.ok) return this.#refused(entry.server, outcome.error, options.peer);
    const takesTask = isTask || options.taskOwner !== undefined;
    return takesTask ? tasks.begun(entry, outcome.result, options) : outcome;
  }

  async getPrompt(
    { server, prompt, name }: PromptEntry,
    params: JsonObject,
    options: RelayOptions,
  ): Promise<RpcOutcome> {
    const { relay } = this.#options;
    const own = { ...params, name: prompt };
    const outcome = await relay.send({ server, method: 'prompts/get', params: own, name, options });
    if (!outcome.ok) return this.#refused(server, outcome.error, options.peer);
    return { ok: true, result: renamePromptResult(outcome.result, relay.renamer(server)) };
  }

  async readResource(params: JsonObject, options: RelayOptions): Promise<RpcOutcome> {
    const { finder, relay } = this.#options;
    const name = String(params['uri']);
    const notFound: RpcError = {
      code: RESOURCE_NOT_FOUND,
      message: 'Resource not found',
      data: { uri: name },
    };
    let refusal = notFound;
    for (const { server, uri } of finder.candidates(name)) {
      const own = { ...params, uri };
      const method = 'resources/read';
      const outcome = await relay.send({ server, method, params: own, name, options });
      if (outcome.ok) {
        return { ok: true, result: renameReadResult(outcome.result, relay.renamer(server)) };
      }
      refusal = outcome.error.code === RESOURCE_NOT_FOUND ? notFound : outcome.error;
      if (!NOT_HERE.includes(refusal.code)) return this.#refused(server, refusal, options.peer);
    }
    return { ok: false, error: refusal };
  }

  async complete(params: JsonObject, options: RelayOptions): Promise<RpcOutcome> {
    const { relay, connections } = this.#options;
    const place = this.#referred(params['ref']);
    if (place === undefined) {
      const message = '"ref" names no prompt and no template of the lists';
      return { ok: false, error: { code: INVALID_PARAMS, message } };
    }
    const { server, ref, name } = place;
    const { capabilities = {} } = connections.get(server)?.offer ?? {};
    // Asked for with every key stroke, so no refusal.
    if (!isCapable(capabilities, 'completions')) {
      return { ok: true, result: { completion: { values: [], total: 0, hasMore: false } } };
    }
    const own = { ...params, ref };
    return await relay.send({ server, method: 'completion/complete', params: own, name, options });
  }

  task(method: TaskMethod, params: JsonObject, options: RelayOptions): Promise<RpcOutcome> {
    return this.#options.tasks.ask(method, params, options);
  }

  listTasks(peerId: string, options: RelayOptions): Promise<RpcOutcome> {
    return this.#options.tasks.list(peerId, options);
  }

  lendPeer(requestId: string, lent: LentPeer): () => void {
    return this.#options.lent.lend(requestId, lent);
  }

  join(peer: Peer): PeerSeat {
    return this.#options.seats.join(peer);
  }

  onNews(listener: (news: AggregatorNews) => void): () => void {
    return this.#options.news.listen(listener);
  }

  /** The links in a refusal will be done one day, which its client wants to know. */
  #refused(server: string, error: RpcError, peer: Peer | undefined): RpcOutcome {
    const data = isObject(error.data) ? error.data['elicitations'] : undefined;
    if (error.code === URL_REQUIRED && peer !== undefined && Array.isArray(data)) {
      for (const one of data) {
        if (!isObject(one) || typeof one['elicitationId'] !== 'string') continue;
        this.#options.notices.linkGiven(server, one['elicitationId'], peer);
      }
    }
    return { ok: false, error };
  }

  #referred(ref: unknown) {
    if (!isObject(ref)) return undefined;
    const { features } = this.#options.catalog;
    if (ref['type'] === 'ref/prompt') {
      const entry = features.findPrompt(String(ref['name']));
      return (
        entry && { server: entry.server, name: entry.name, ref: { ...ref, name: entry.prompt } }
      );
    }
    const name = String(ref['uri']);
    const place = features.findTemplate(name) ?? features.findResource(name);
    return place && { server: place.server, name, ref: { ...ref, uri: place.uri } };
  }
}
