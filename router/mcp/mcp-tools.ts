/** The ports `Tools` and `Aggregator` over one set of MCP servers; where this room is put together. */
import type { ServerEntry } from '#contract/config.ts';
import type { ServerStatus } from '#contract/status.ts';
import type { ToolInfo } from '#contract/tools.ts';
import type { Aggregator } from '#core/ports/aggregator.ts';
import type { Answerer } from '#core/ports/questions.ts';
import type {
  JsonObject,
  OfferedFeatures,
  ToolCallOptions,
  ToolEntry,
  ToolResult,
  Tools,
} from '#core/ports/tools.ts';
import { createAggregator } from './aggregator.ts';
import { callForEngine } from './relay/call-for-engine.ts';
import { Catalog } from './names/catalog.ts';
import { ClientTasks } from './relay/client-tasks.ts';
import { describeFeatures } from './offers/describe-features.ts';
import { NewsBoard } from './news/news-board.ts';
import { NoticeBoard } from './news/notice-board.ts';
import { OfferCache } from './servers/offer-cache.ts';
import { createOutputChecker } from './relay/output-checker.ts';
import { QuestionDesk } from './relay/question-desk.ts';
import { Relay } from './relay/relay.ts';
import { RequestPeers } from './relay/request-peers.ts';
import { ResourceFinder } from './names/resource-finder.ts';
import { SeatBook } from './news/seat-book.ts';
import { ServerRegistry, type ServerRegistryOptions } from './servers/server-registry.ts';
import { ServerUpkeep } from './servers/server-upkeep.ts';
import { serversByFirstPart } from './names/servers-by-first-part.ts';
import { isRouterProgram } from './offers/second-hand.ts';
import type { OfferChange } from './offers/shown-offer.ts';
import { TaskBook, taskName } from './relay/task-book.ts';
import { readingsOf } from './names/tool-names.ts';

export interface McpToolsOptions extends ServerRegistryOptions {
  /** Answers servers where the calling client cannot. */
  readonly answerer: Answerer;
  /** Of one result; 0 means no limit. */
  readonly maxResultBytes: number;
  /** Where the lists of servers are remembered for the next start; without it they are not. */
  readonly stateDir?: string | undefined;
}

export interface McpTools extends Tools {
  /** The same servers, for clients that speak MCP. */
  readonly aggregator: Aggregator;
  /** Starts, stops and restarts what differs from before. Returns at once. */
  apply(servers: ReadonlyMap<string, ServerEntry>): void;
  /** Resolves when all connections and processes are gone. Idempotent. */
  stop(): Promise<void>;
}

export function createMcpTools(options: McpToolsOptions): McpTools {
  return new AllTools(options);
}

class AllTools implements McpTools {
  readonly aggregator: Aggregator;
  readonly #registry: ServerRegistry;
  readonly #catalog: Catalog;
  readonly #relay: Relay;
  readonly #lent = new RequestPeers();
  readonly #news: NewsBoard;
  readonly #offers: OfferCache;
  readonly #tasks: ClientTasks;

  constructor(options: McpToolsOptions) {
    const { logger, mask, answerer, maxResultBytes: maxBytes, stateDir } = options;
    const book = new TaskBook();
    const news = new NewsBoard(logger);
    this.#news = news;
    this.#offers = new OfferCache({ stateDir, mask, logger });
    this.#registry = new ServerRegistry(options, {
      onOffer: (server, change) => this.#offerChanged(server, change),
      onSession: (server, session) => upkeep.greet(server, session),
      onNotice: (server, notice) => notices.take(server, notice),
      answer: (server, ask, signal) => desk.answer(server, ask, signal),
      logLevel: () => seats.level,
      remembered: (server, entry) => this.#offers.get(server, entry),
    });
    const { connections } = this.#registry;
    const catalog = new Catalog(connections, logger);
    const relay = new Relay(connections, { check: createOutputChecker(logger), maxBytes });
    const finder = new ResourceFinder(connections, catalog);
    const isRouter = (server: string): boolean => this.#isRouter(server);
    const notices = new NoticeBoard({ news, tasks: book, logger, mask, relay, isRouter });
    const upkeep: ServerUpkeep = new ServerUpkeep({
      connections,
      relay,
      logger,
      level: () => seats.level,
      watchedAt: (server) => seats.watchedAt(server),
    });
    const seats: SeatBook = new SeatBook({
      locate: (uri) => finder.candidates(uri)[0],
      subscribe: (place, given) => upkeep.subscribe(place, given),
      unsubscribe: (place, given) => upkeep.unsubscribe(place, given),
      onLevel: () => upkeep.levelChanged(),
      onRoots: () => upkeep.rootsChanged(),
      onLeave: (peer) => tasks.left(peer),
    });
    const desk = new QuestionDesk({
      answerer,
      peers: () => seats.peers(),
      relay,
      isRouter,
      taskOwner: (server, id) => book.get(taskName(server, id))?.peer,
      onUrl: (server, id, peer) => notices.linkGiven(server, id, peer),
    });
    const tasks = new ClientTasks({ relay, desk, book });
    this.#tasks = tasks;
    this.#catalog = catalog;
    this.#relay = relay;
    this.aggregator = createAggregator({
      connections,
      catalog,
      relay,
      finder,
      seats,
      lent: this.#lent,
      tasks,
      notices,
      news,
    });
  }

  apply(servers: ReadonlyMap<string, ServerEntry>): void {
    this.#registry.apply(servers);
  }

  restart(name: string): boolean {
    return this.#registry.restart(name);
  }

  async stop(): Promise<void> {
    this.#tasks.stop();
    await this.#registry.stop();
    await this.#offers.stop();
  }

  list(): readonly ToolEntry[] {
    return this.#catalog.tools.list;
  }

  find(name: string): ToolEntry | undefined {
    return this.#catalog.tools.find(name);
  }

  serverOf(name: string): string | undefined {
    const servers = serversByFirstPart(this.#registry.connections);
    const [reading] = readingsOf(name, servers.keys());
    return this.find(name)?.server ?? (reading && servers.get(reading.server));
  }

  call(entry: ToolEntry, args: JsonObject, options: ToolCallOptions): Promise<ToolResult> {
    const { peer, hops = 0 } = this.#lent.find(options.requestId) ?? {};
    const more = this.#isRouter(entry.server) ? { hops: hops + 1 } : {};
    return callForEngine(this.#relay, entry, { ...options, ...more, args, peer });
  }

  settled(servers: readonly string[], signal: AbortSignal): Promise<void> {
    return this.#registry.settled(servers, signal);
  }

  servers(): readonly ServerStatus[] {
    return this.#registry.servers();
  }

  inventory(): readonly ToolInfo[] {
    return this.#catalog.inventory();
  }

  features(server: string): OfferedFeatures | undefined {
    const connection = this.#registry.connections.get(server);
    return connection && describeFeatures(server, connection, this.#catalog.collisions);
  }

  memory(): Promise<ReadonlyMap<string, number>> {
    return this.#registry.memory();
  }

  #isRouter(server: string): boolean {
    return isRouterProgram(this.#registry.connections.get(server)?.session?.facts.program);
  }

  #offerChanged(server: string, change: OfferChange): void {
    const connection = this.#registry.connections.get(server);
    if (connection === undefined) this.#offers.forget(server);
    else if (connection.session !== undefined) {
      this.#offers.put(server, connection.entry, connection.offer);
    }
    if (change.tools) {
      this.#catalog.rebuildTools();
      this.#news.publish({ kind: 'tools-changed' });
    }
    if (!change.features) return;
    const { prompts, resources } = this.#catalog.rebuildFeatures();
    if (prompts) this.#news.publish({ kind: 'prompts-changed' });
    if (resources) this.#news.publish({ kind: 'resources-changed' });
  }
}
