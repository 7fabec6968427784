/** Who answers what a server asks: the calling client if it can, else the router itself. */
import type { Peer } from '#core/ports/peer.ts';
import type { Answerer, ServerQuestion } from '#core/ports/questions.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import type { RelayCall } from '../session/relay-call.ts';
import type { Relay } from './relay.ts';
import { isObject } from '../offers/remote-tool.ts';
import { isRouterClient } from '../offers/second-hand.ts';
import { RELATED_TASK, renameTaskMeta } from '../names/rename-result.ts';
import type { ServerAsk } from '../session/session-questions.ts';

/** How long one client may take to name its folders. */
const ROOTS_MS = 5000;

export interface QuestionDeskOptions {
  readonly answerer: Answerer;
  /** All clients that stay. */
  readonly peers: () => readonly Peer[];
  readonly taskOwner: (server: string, taskId: string) => Peer | undefined;
  readonly relay: Pick<Relay, 'renamer'>;
  /** Whether that server is a router, too. */
  readonly isRouter: (server: string) => boolean;
  /** A client was given a link to open; its end is announced by that id. */
  readonly onUrl: (server: string, elicitationId: string, peer: Peer) => void;
}

export class QuestionDesk {
  readonly #options: QuestionDeskOptions;

  constructor(options: QuestionDeskOptions) {
    this.#options = options;
  }

  /** Rejects with CANCELLED when the signal fired. */
  async answer(server: string, ask: ServerAsk, signal: AbortSignal): Promise<RpcOutcome> {
    const owner = this.#taskPeer(server, ask.params);
    const peer = owner ?? onlyPeer(ask.callers);
    if (peer !== undefined && canAnswer(peer, ask)) {
      const params =
        owner === undefined
          ? withoutTask(ask.params)
          : renameTaskMeta(ask.params, this.#options.relay.renamer(server));
      const answered = await this.#askPeer(peer, { ...ask, params, server }, signal);
      if (answered !== undefined) return answered;
    }
    if (ask.method === 'roots/list') return await this.#allRoots(server, signal);
    const { answerer } = this.#options;
    const question = toQuestion(server, ask, peer);
    return ask.method === 'elicitation/create'
      ? await answerer.elicit(question, signal)
      : await answerer.sample(question, signal);
  }

  /** Undefined when the client is not there any more. */
  async #askPeer(
    peer: Peer,
    { server, method, params }: ServerAsk & { readonly server: string },
    signal: AbortSignal,
  ): Promise<RpcOutcome | undefined> {
    const { elicitationId } = params;
    if (typeof elicitationId === 'string') this.#options.onUrl(server, elicitationId, peer);
    try {
      return await peer.ask(method, params, signal);
    } catch (error) {
      if (error instanceof RouterError && error.code === 'NOT_SUPPORTED') return undefined;
      throw error;
    }
  }

  #taskPeer(server: string, { _meta: meta }: JsonObject): Peer | undefined {
    const related = isObject(meta) ? meta[RELATED_TASK] : undefined;
    if (!isObject(related) || typeof related['taskId'] !== 'string') return undefined;
    return this.#options.taskOwner(server, related['taskId']);
  }

  /** Of everybody who stays; who does not answer in time has none. */
  async #allRoots(server: string, signal: AbortSignal): Promise<RpcOutcome> {
    const { peers, isRouter } = this.#options;
    // Routers that are clients of each other would ask one another for ever.
    const isAsked = isRouter(server) ? ({ client }: Peer) => !isRouterClient(client) : () => true;
    const able = peers().filter((peer) => peer.can.roots && isAsked(peer));
    const limit = AbortSignal.any([signal, AbortSignal.timeout(ROOTS_MS)]);
    const answers = await Promise.all(
      able.map((peer) => peer.ask('roots/list', {}, limit).catch(() => undefined)),
    );
    const roots = new Map<unknown, unknown>();
    for (const answer of answers) {
      const listed: unknown = answer?.ok === true ? answer.result['roots'] : undefined;
      for (const root of Array.isArray(listed) ? listed : []) {
        if (isObject(root) && !roots.has(root['uri'])) roots.set(root['uri'], root);
      }
    }
    return { ok: true, result: { roots: [...roots.values()] } };
  }
}

/** Tasks that the router runs by itself are unknown to its clients. */
function withoutTask(params: JsonObject): JsonObject {
  const { _meta: meta } = params;
  if (!isObject(meta) || !(RELATED_TASK in meta)) return params;
  const { [RELATED_TASK]: _, ...rest } = meta;
  return { ...params, _meta: rest };
}

/** Undefined when several clients' calls are in flight, or none's. */
export function onlyPeer(callers: readonly RelayCall[]): Peer | undefined {
  const peer = callers[0]?.peer;
  return callers.every((call) => call.peer?.id === peer?.id) ? peer : undefined;
}

export function canAnswer(
  { can }: Peer,
  { method, params }: Pick<ServerAsk, 'method' | 'params'>,
): boolean {
  if (method === 'roots/list') return can.roots;
  if (method === 'elicitation/create') {
    return params['mode'] === 'url' ? can.elicitUrl : can.elicitForm;
  }
  return params['tools'] === undefined ? can.sampling : can.samplingTools;
}

function toQuestion(server: string, ask: ServerAsk, peer: Peer | undefined): ServerQuestion {
  const requestId = ask.callers[0]?.requestId;
  const isOne = ask.callers.every((call) => call.requestId === requestId);
  return {
    server,
    params: ask.params,
    ...(requestId === undefined || !isOne ? {} : { requestId }),
    ...(peer === undefined ? {} : { client: peer.client }),
  };
}
