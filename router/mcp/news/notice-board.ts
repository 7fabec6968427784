/** Passes on what servers say without being asked: to the client it is meant for, or to all. */
import type { Peer } from '#core/ports/peer.ts';
import type { Logger } from '#core/ports/logger.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import type { NewsBoard } from './news-board.ts';
import { onlyPeer } from '../relay/question-desk.ts';
import { asSecondHand, isSecondHand } from '../offers/second-hand.ts';
import type { Relay } from '../relay/relay.ts';
import { renameTask, renameTaskMeta } from '../names/rename-result.ts';
import { maskThenCut, type Mask } from '../servers/secret-mask.ts';
import type { ServerNotice } from '../session/session.ts';
import type { TaskBook } from '../relay/task-book.ts';

const LOGGED_LENGTH = 300;
/** Links that clients were given and that are not known to be done. */
const MAX_LINKS = 500;

export interface NoticeBoardOptions {
  readonly news: NewsBoard;
  readonly tasks: TaskBook;
  readonly logger: Logger;
  readonly mask: Mask;
  readonly relay: Pick<Relay, 'renamer'>;
  /** Whether that server is a router, too. */
  readonly isRouter: (server: string) => boolean;
}

export class NoticeBoard {
  readonly #options: NoticeBoardOptions;
  /** Who was given a link, by server and id. */
  readonly #links = new Map<string, string>();

  constructor(options: NoticeBoardOptions) {
    this.#options = options;
  }

  linkGiven(server: string, elicitationId: string, peer: Peer): void {
    this.#links.set(linkKey(server, elicitationId), peer.id);
    const [oldest] = this.#links.keys();
    if (this.#links.size > MAX_LINKS && oldest !== undefined) this.#links.delete(oldest);
  }

  take(server: string, notice: ServerNotice): void {
    const { method, params } = notice;
    if (method === 'notifications/message') this.#message(server, notice);
    else if (method === 'notifications/resources/updated') this.#updated(server, params);
    else if (method === 'notifications/tasks/status') this.#taskStatus(server, params);
    else if (method === 'notifications/elicitation/complete') this.#linkDone(server, params);
    else this.#options.logger.debug({ server, method }, 'the server says what nobody understands');
  }

  #message(server: string, { params, callers }: ServerNotice): void {
    const { news, logger, mask, isRouter } = this.#options;
    const said =
      typeof params['data'] === 'string' ? params['data'] : JSON.stringify(params['data']);
    const text = maskThenCut(said ?? '', mask, LOGGED_LENGTH);
    logger.debug({ server, level: params['level'], text }, 'the server says');
    const own = typeof params['logger'] === 'string' ? `${server}.${params['logger']}` : server;
    const renamed = renameTaskMeta({ ...params, logger: own }, this.#options.relay.renamer(server));
    const named = isRouter(server) ? asSecondHand(renamed) : renamed;
    const peer = onlyPeer(callers);
    if (peer !== undefined) peer.tell('notifications/message', named);
    // Told to all, it would go round for ever where routers are clients of each other.
    else if (!isSecondHand(params)) news.publish({ kind: 'message', params: named });
  }

  #updated(server: string, params: JsonObject): void {
    const { uri } = params;
    if (typeof uri !== 'string') return;
    const renamed = this.#options.relay.renamer(server).uri(uri);
    const named = { ...params, uri: renamed };
    this.#options.news.publish({ kind: 'resource-updated', uri: renamed, params: named });
  }

  #taskStatus(server: string, params: JsonObject): void {
    const { tasks, news, relay } = this.#options;
    const named = renameTask(params, relay.renamer(server));
    const id = String(named['taskId']);
    const known = tasks.get(id);
    if (known === undefined) return;
    const { _meta: _, ...task } = named;
    tasks.update(id, task);
    news.publish({ kind: 'task-status', params: named, peerId: known.peer.id });
  }

  #linkDone(server: string, params: JsonObject): void {
    const key = linkKey(server, String(params['elicitationId']));
    const peerId = this.#links.get(key);
    this.#links.delete(key);
    const whose = peerId === undefined ? {} : { peerId };
    this.#options.news.publish({ kind: 'elicitation-complete', params, ...whose });
  }
}

function linkKey(server: string, elicitationId: string): string {
  return JSON.stringify([server, elicitationId]);
}
