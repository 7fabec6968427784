import { randomBytes } from 'node:crypto';

import type { Events } from '#core/ports/events.ts';
import type { Logger } from '#core/ports/logger.ts';
import type {
  Connection,
  OpenRequest,
  RequestEnd,
  RequestInfo,
  Requests,
} from '#core/ports/requests.ts';
import { RouterError } from '#core/router-error.ts';

interface RequestTrackerOptions {
  readonly events: Events;
  readonly logger: Logger;
  readonly now?: () => number;
}

/** Gives every request an id, a signal and an end; tells the event stream and the log. */
export function createRequestTracker(options: RequestTrackerOptions): Requests {
  const { events, logger, now = Date.now } = options;
  const open = new OpenRequests();
  const run = randomBytes(4).toString('hex');
  const waiting: (() => void)[] = [];
  let count = 0;

  function onEnd(request: TrackedRequest, { bug, ...end }: RequestEnd): void {
    open.remove(request);
    if (open.list.length === 0) for (const resolve of waiting.splice(0)) resolve();
    const durationMs = now() - request.startedAt;
    events.publish({ kind: 'request-ended', requestId: request.id, durationMs, ...end });
    const { surface, operation, client, model } = request.info;
    const facts = { requestId: request.id, surface, operation, client, model, durationMs, ...end };
    if (bug !== undefined) logger.error({ ...facts, err: bug }, 'the router made a mistake');
    else if (end.outcome === 'error') logger.info(facts, 'request failed');
    else logger.debug(facts, 'request ended');
  }

  return {
    open(info, connection, wanted) {
      count += 1;
      if (wanted !== undefined) refuseUsed(wanted, open.list);
      const id = wanted ?? `req_${run}${count.toString(36).padStart(6, '0')}`;
      const request = new TrackedRequest({ id, info, startedAt: now(), onEnd, connection });
      open.add(request);
      events.publish({ kind: 'request-started', requestId: id, ...info });
      return request;
    },
    running: () =>
      open.list
        .map(({ id, info, startedAt }) => ({ id, info, startedAt }))
        .sort((a, b) => a.startedAt - b.startedAt),
    inFlight: () => open.list.length,
    whenIdle: () =>
      new Promise((resolve) => {
        if (open.list.length === 0) resolve();
        else waiting.push(resolve);
      }),
    cancel(id) {
      const request = open.list.find((candidate) => candidate.id === id);
      request?.abort(new RouterError('CANCELLED', 'the request was cancelled'));
      return request !== undefined;
    },
    abortAll(reason) {
      for (const request of open.list.slice()) request.abort(reason);
    },
  };
}

function refuseUsed(id: string, running: readonly TrackedRequest[]): void {
  if (!running.some((request) => request.id === id)) return;
  throw new RouterError('INVALID_REQUEST', `a request with the id ${id} is running`, {
    param: 'requestId',
  });
}

/**
 * A list in which every member knows its place. A Map that is filled and emptied thousands of times
 * a second leaves old tables behind, which keep finished requests alive until a full collection.
 */
class OpenRequests {
  readonly list: TrackedRequest[] = [];

  add(request: TrackedRequest): void {
    request.place = this.list.push(request) - 1;
  }

  remove(request: TrackedRequest): void {
    const last = this.list.pop();
    if (last === undefined || last === request) return;
    this.list[request.place] = last;
    last.place = request.place;
  }
}

interface TrackedParts {
  readonly id: string;
  readonly info: RequestInfo;
  readonly startedAt: number;
  readonly onEnd: (request: TrackedRequest, end: RequestEnd) => void;
  readonly connection: Connection | undefined;
}

class TrackedRequest implements OpenRequest {
  readonly id: string;
  readonly info: RequestInfo;
  readonly startedAt: number;
  /** Index among the open ones. */
  place = -1;
  readonly #onEnd: TrackedParts['onEnd'];
  readonly #connection: Connection | undefined;
  readonly #controller = new AbortController();
  #ended = false;

  constructor(parts: TrackedParts) {
    this.id = parts.id;
    this.info = parts.info;
    this.startedAt = parts.startedAt;
    this.#onEnd = parts.onEnd;
    this.#connection = parts.connection;
    this.#connection?.once('close', this.#onClose);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  abort(reason: RouterError): void {
    this.#controller.abort(reason);
  }

  end(end: RequestEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#connection?.off('close', this.#onClose);
    this.#onEnd(this, end);
  }

  readonly #onClose = (): void => {
    if (this.#connection?.writableFinished === true) return;
    this.abort(new RouterError('CANCELLED', 'the client closed the connection'));
  };
}
