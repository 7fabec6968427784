/** MCP servers as one, without any: tools are functions, the rest is what tests put in. */
import type {
  Aggregator,
  AggregatorNews,
  LentPeer,
  NameCollision,
  PeerSeat,
  PromptEntry,
  RelayOptions,
  ResourceEntry,
} from '#core/ports/aggregator.ts';
import type { Peer } from '#core/ports/peer.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import type { RpcOutcome } from '#core/rpc.ts';

export interface FakeCall {
  /** `tools/call hello.add`, `resources/read a+file:///x`, `tasks/get` ... */
  readonly what: string;
  readonly params: JsonObject;
  readonly options: RelayOptions;
}

export type FakeAnswer = (call: FakeCall) => RpcOutcome | Promise<RpcOutcome>;

export interface FakeSeat extends PeerSeat {
  readonly peer: Peer;
  readonly uris: ReadonlySet<string>;
  readonly level: string | undefined;
  readonly rootsChanges: number;
  readonly isLeft: boolean;
}

export interface FakeAggregator extends Aggregator {
  /** Every call, in order. */
  readonly calls: readonly FakeCall[];
  /** Every seat that was ever taken, in order. */
  readonly seats: readonly FakeSeat[];
  /** By the request of the activity. */
  readonly lent: ReadonlyMap<string, LentPeer>;
  /** How many listen to news. */
  readonly listeners: number;
  /** What answers calls, by `what` or its method alone. */
  answer(what: string, answer: FakeAnswer): void;
  /** Replaces the list and tells of it. */
  setPrompts(prompts: readonly PromptEntry[]): void;
  setResources(resources: readonly ResourceEntry[], templates?: readonly ResourceEntry[]): void;
  tell(news: AggregatorNews): void;
}

const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

export function ok(result: JsonObject): RpcOutcome {
  return { ok: true, result };
}

export function refused(code: number, message: string, data?: unknown): RpcOutcome {
  return { ok: false, error: { code, message, data } };
}

type FakeRelay = (what: string, params: JsonObject, options: RelayOptions) => Promise<RpcOutcome>;

/** The calls that only have to be answered. */
function answeredBy(relay: FakeRelay) {
  return {
    callTool: (entry, params, options) => relay(`tools/call ${entry.name}`, params, options),
    getPrompt: (entry, params, options) => relay(`prompts/get ${entry.name}`, params, options),
    readResource: (params, options) =>
      relay(`resources/read ${String(params['uri'])}`, params, options),
    complete: (params, options) => relay('completion/complete', params, options),
    task: relay,
    listTasks: (_peerId, options) => relay('tasks/list', {}, options),
  } satisfies Partial<FakeAggregator>;
}

export function createFakeAggregator(): FakeAggregator {
  const calls: FakeCall[] = [];
  const seats: FakeSeat[] = [];
  const lent = new Map<string, LentPeer>();
  const answers = new Map<string, FakeAnswer>();
  const listeners = new Set<(news: AggregatorNews) => void>();
  let prompts: readonly PromptEntry[] = [];
  let resources: readonly ResourceEntry[] = [];
  let templates: readonly ResourceEntry[] = [];
  const collisions: readonly NameCollision[] = [];

  const relay = async (what: string, params: JsonObject, options: RelayOptions) => {
    const call = { what, params, options };
    calls.push(call);
    const answer = answers.get(what) ?? answers.get(what.split(' ')[0] ?? '');
    return (await answer?.(call)) ?? refused(-32_601, `no fake answer to ${what}`);
  };
  const fake: FakeAggregator = {
    calls,
    seats,
    lent,
    get listeners() {
      return listeners.size;
    },
    answer: (what, answer) => void answers.set(what, answer),
    setPrompts(next) {
      prompts = next;
      fake.tell({ kind: 'prompts-changed' });
    },
    setResources(next, nextTemplates = []) {
      resources = next;
      templates = nextTemplates;
      fake.tell({ kind: 'resources-changed' });
    },
    tell(news) {
      for (const listener of listeners) listener(news);
    },
    prompts: () => prompts,
    resources: () => resources,
    templates: () => templates,
    collisions: () => collisions,
    findPrompt: (name) => prompts.find((prompt) => prompt.name === name),
    ...answeredBy(relay),
    lendPeer(requestId, one) {
      lent.set(requestId, one);
      return () => void lent.delete(requestId);
    },
    join(peer) {
      const seat = takeFakeSeat(peer, relay);
      seats.push(seat);
      return seat;
    },
    onNews(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return fake;
}

type Relay = (what: string, params: JsonObject, options: RelayOptions) => Promise<RpcOutcome>;

function takeFakeSeat(peer: Peer, relay: Relay): FakeSeat {
  const uris = new Set<string>();
  let level: string | undefined;
  let rootsChanges = 0;
  let isLeft = false;
  return {
    peer,
    uris,
    get level() {
      return level;
    },
    get rootsChanges() {
      return rootsChanges;
    },
    get isLeft() {
      return isLeft;
    },
    setLogLevel: (next) => void (level = next),
    wants: (wanted) => level === undefined || LEVELS.indexOf(wanted) >= LEVELS.indexOf(level),
    rootsChanged: () => void (rootsChanges += 1),
    async subscribe(uri, options) {
      const outcome = await relay(`resources/subscribe ${uri}`, { uri }, options);
      if (outcome.ok) uris.add(uri);
      return outcome;
    },
    async unsubscribe(uri, options) {
      uris.delete(uri);
      return await relay(`resources/unsubscribe ${uri}`, { uri }, options);
    },
    subscribed: (uri) => uris.has(uri),
    leave: () => void (isLeft = true),
  };
}
