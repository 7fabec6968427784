/** The tasks that calls of one session became, in both ways that the protocol had. */
import type { Client } from '@modelcontextprotocol/client';
import { z } from 'zod';

import type { JsonObject } from '#core/ports/tools.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import { followTask, type TaskServer } from './follow-task.ts';
import type { Link } from './link.ts';
import type { PendingCall } from './pending-calls.ts';
import { runAsTask } from './run-as-task.ts';

const GOODBYE_MS = 5000;
const anything = z.looseObject({});

export interface SessionTasksOptions {
  readonly client: Client;
  readonly link: Link;
  /** Answers what the server asks; a refusal ends the call. */
  readonly onInputRequired: (requests: JsonObject, pending: PendingCall) => Promise<RpcOutcome>;
  /** Fires when the session is over. */
  readonly ended: AbortSignal;
  readonly onFatal: (reason: string) => void;
}

/** Sends a request in the name of the call. */
export type Exchange = (
  pending: PendingCall,
  method: string,
  params: JsonObject,
) => Promise<RpcOutcome>;

export class SessionTasks {
  readonly #options: SessionTasksOptions;
  readonly #exchange: Exchange;

  constructor(options: SessionTasksOptions, exchange: Exchange) {
    this.#options = options;
    this.#exchange = exchange;
  }

  /** A call that its server of 2025-11-25 takes as a task alone. */
  run(pending: PendingCall): Promise<RpcOutcome> {
    return runAsTask(pending, {
      request: (method, params) => this.#exchange(pending, method, params),
      cancel: (taskId) => this.#cancel(taskId),
      over: this.#options.ended,
    });
  }

  /** Until the call that its server of 2026-07-28 answered with a task has its result. */
  follow(pending: PendingCall, begun: JsonObject): Promise<RpcOutcome> {
    const cancel = (taskId: string): void => this.#cancel(taskId);
    return followTask(pending, begun, { ...this.#server(pending), cancel });
  }

  /** `tasks/result`, which 2026-07-28 has no more. Who does not wait any longer gives nothing up. */
  result(pending: PendingCall): Promise<RpcOutcome> {
    const { taskId } = pending.call.params;
    return followTask(pending, { taskId }, this.#server(pending));
  }

  #server(pending: PendingCall): TaskServer {
    const { link, ended, onInputRequired } = this.#options;
    return {
      request: (method, params) => this.#exchange(pending, method, params),
      ask: (requests) => onInputRequired(requests, pending),
      mask: link.mask,
      over: ended,
    };
  }

  #cancel(taskId: string): void {
    const { client, link, onFatal } = this.#options;
    const request = { method: 'tasks/cancel', params: { taskId } };
    client.request(request, anything, { timeout: GOODBYE_MS }).catch((error: unknown) => {
      // Whoever asked is gone; only the session may want to know.
      if (link.isFatal(error)) onFatal(link.explain(error).reason);
    });
  }
}
