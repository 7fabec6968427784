/** A task that a client looks after; what it cannot answer is answered here. */
import type { RelayOptions, TaskMethod } from '#core/ports/aggregator.ts';
import type { Peer, PeerMethod } from '#core/ports/peer.ts';
import type { JsonObject, ToolEntry } from '#core/ports/tools.ts';
import { RouterError, toRouterError } from '#core/router-error.ts';
import type { RpcError, RpcOutcome } from '#core/rpc.ts';
import { isObject } from '../offers/remote-tool.ts';
import { isPeerMethod } from '../session/session-questions.ts';
import { canAnswer, type QuestionDesk } from './question-desk.ts';
import type { Relay } from './relay.ts';

/** How long one is kept whose server names no end, since it was last asked for. */
const KEPT_MS = 24 * 3_600_000;
/** How long a server may take to hear that a task is not wanted any more. */
const GOODBYE_MS = 5000;
const MAX_QUESTIONS = 100;
const INTERNAL_ERROR = -32603;
const ENDED: readonly unknown[] = ['completed', 'failed', 'cancelled'];

export interface HandedTaskOptions {
  readonly relay: Pick<Relay, 'send' | 'finish'>;
  readonly desk: Pick<QuestionDesk, 'answer'>;
  readonly entry: ToolEntry;
  /** The server's own. */
  readonly taskId: string;
}

interface Question {
  readonly key: string;
  readonly method: PeerMethod;
  readonly params: JsonObject;
}

export class HandedTask {
  readonly #options: HandedTaskOptions;
  readonly #life = new AbortController();
  /** Keys of the questions that are not the client's. */
  readonly #own = new Set<string>();
  #since: number | undefined;
  #until = 0;
  #hasEnded = false;
  /** Who was asked in the place of the client refused. */
  #refusal: RpcError | undefined;

  constructor(options: HandedTaskOptions) {
    this.#options = options;
  }

  /** When it is over at the latest, in milliseconds of the clock that `seen` was told. */
  get until(): number {
    return this.#until;
  }

  /** What its server said of it, and when. */
  seen({ status, ttlMs }: JsonObject, now: number): void {
    this.#since ??= now;
    this.#until = typeof ttlMs === 'number' ? this.#since + ttlMs : now + KEPT_MS;
    this.#hasEnded = ENDED.includes(status);
  }

  /** Rejects as `Tools.call`. */
  async ask(method: TaskMethod, params: JsonObject, options: RelayOptions): Promise<RpcOutcome> {
    const outcome = await this.#send(method, params, options);
    if (outcome.ok && method === 'tasks/cancel') this.forget();
    if (!outcome.ok || method !== 'tasks/get') return outcome;
    return { ok: true, result: this.#told(outcome.result, options.peer) };
  }

  /** Nobody will ask for it. */
  giveUp(): void {
    this.forget();
    if (!this.#hasEnded) this.#cancel();
  }

  /** Ends what it does by itself: nobody needs answers any more. */
  forget(): void {
    this.#life.abort(new RouterError('CANCELLED', 'the task is over'));
  }

  #told(task: JsonObject, peer: Peer | undefined): JsonObject {
    const { relay, entry } = this.#options;
    const { status, result, inputRequests, ...rest } = task;
    if (ENDED.includes(status)) this.forget();
    if (this.#refusal !== undefined && !ENDED.includes(status)) {
      const error = this.#refusal;
      return { ...rest, status: 'failed', statusMessage: error.message, error };
    }
    if (status === 'completed' && isObject(result)) {
      return { ...task, result: relay.finish(entry, result) };
    }
    if (status !== 'input_required' || !isObject(inputRequests)) return task;
    const asked = Object.entries(inputRequests);
    const theirs = asked.filter(([key, request]) => {
      const question = questionOf(key, request);
      if (question === undefined || (peer !== undefined && canAnswer(peer, question))) return true;
      this.#answer(question);
      return false;
    });
    if (theirs.length === 0) return { ...rest, status: 'working' };
    return { ...rest, status, inputRequests: Object.fromEntries(theirs) };
  }

  #answer(question: Question): void {
    const { key } = question;
    if (this.#own.has(key)) return;
    if (this.#own.size === MAX_QUESTIONS) {
      const message = `The server asked more than ${MAX_QUESTIONS} times in one task`;
      return this.#refuse({ code: INTERNAL_ERROR, message });
    }
    this.#own.add(key);
    void this.#bringAnswer(question);
  }

  async #bringAnswer(question: Question): Promise<void> {
    try {
      const outcome = await this.#askElsewhere(question);
      if (!outcome.ok) this.#refuse(outcome.error);
    } catch (error) {
      if (this.#life.signal.aborted) return;
      this.#refuse({ code: INTERNAL_ERROR, message: toRouterError(error).message });
    }
  }

  /** The refusal of who was asked, or of the server that was brought the answer. */
  async #askElsewhere({ key, method, params }: Question): Promise<RpcOutcome> {
    const { desk, entry } = this.#options;
    const { signal } = this.#life;
    const answer = await desk.answer(entry.server, { method, params, callers: [] }, signal);
    if (!answer.ok) return answer;
    return await this.#send(
      'tasks/update',
      { inputResponses: { [key]: answer.result } },
      { signal },
    );
  }

  #refuse(error: RpcError): void {
    this.#refusal ??= error;
    this.#cancel();
  }

  #cancel(): void {
    const options = { signal: AbortSignal.timeout(GOODBYE_MS) };
    this.#send('tasks/cancel', {}, options).catch(() => {
      // Then the server will find out by itself that nobody asks.
    });
  }

  #send(method: TaskMethod, params: JsonObject, options: RelayOptions): Promise<RpcOutcome> {
    const { relay, entry, taskId } = this.#options;
    const { server, name } = entry;
    return relay.send({ server, method, params: { ...params, taskId }, name, options });
  }
}

function questionOf(key: string, request: unknown): Question | undefined {
  const { method, params } = isObject(request) ? request : {};
  if (!isPeerMethod(method)) return undefined;
  return { key, method, params: isObject(params) ? params : {} };
}
