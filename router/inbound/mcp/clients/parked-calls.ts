/** The calls that wait for a client's next request, each behind an unguessable word. */
import { randomBytes } from 'node:crypto';

import type { JsonObject } from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';
import { invalidParams } from '../methods/parse-params.ts';
import { firstOfMost } from './first-of-most.ts';
import { ParkedCall } from './parked-call.ts';
import type { Round } from './round.ts';

const TOKEN_BYTES = 16;

export interface ParkedCallsOptions {
  /** More than these at once, and the oldest of whoever has most is given up. */
  readonly limit: number;
  /** Milliseconds that a call waits for the answers. */
  readonly expiryMs: number;
}

export interface CallKey {
  /** Whose call it is: nobody else may go on with it. */
  readonly owner: string;
  /** Method and target, such as `tools/call hello.ask`. */
  readonly operation: string;
}

export interface ParkedCalls {
  begin(
    key: CallKey,
    round: Round,
    work: (call: ParkedCall) => Promise<JsonObject>,
  ): Promise<JsonObject>;
  /** Throws InvalidParams when there is no such call, or it is somebody else's. */
  resume(token: string, key: CallKey, next: NextRound): Promise<JsonObject>;
  /** Ends the calls of a client that is gone. */
  drop(owner: string): void;
  close(): void;
}

export interface NextRound extends Round {
  readonly answers: Readonly<Record<string, JsonObject>>;
}

interface Parked {
  readonly key: CallKey;
  readonly call: ParkedCall;
  readonly expiry: NodeJS.Timeout;
}

export function createParkedCalls({ limit, expiryMs }: ParkedCallsOptions): ParkedCalls {
  const parked = new Map<string, Parked>();

  function giveUp(token: string, reason: RouterError): void {
    const entry = parked.get(token);
    if (entry === undefined) return;
    parked.delete(token);
    clearTimeout(entry.expiry);
    entry.call.abort(reason);
  }

  function park(key: CallKey, call: ParkedCall): string {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const expiry = setTimeout(() => giveUp(token, expired()), expiryMs).unref();
    parked.set(token, { key, call, expiry });
    const greediest = parked.size > limit && firstOfMost(parked, ([, one]) => one.key.owner);
    if (greediest) giveUp(greediest[0], expired());
    return token;
  }

  async function play(key: CallKey, call: ParkedCall, round: Round): Promise<JsonObject> {
    const end = await call.wait(round);
    if (end.kind === 'done') return end.result;
    const requestState = park(key, call);
    return { resultType: 'input_required', inputRequests: end.questions, requestState };
  }

  return {
    begin: (key, round, work) => play(key, new ParkedCall(work), round),
    async resume(token, key, next) {
      const entry = parked.get(token);
      const isTheirs = entry?.key.owner === key.owner && entry.key.operation === key.operation;
      if (entry === undefined || !isTheirs) {
        throw invalidParams("'requestState' is unknown: the call is over, or was never yours");
      }
      // Taken away while it is played, so that no other request can play it, too.
      parked.delete(token);
      clearTimeout(entry.expiry);
      entry.call.answer(next.answers);
      return await play(key, entry.call, next);
    },
    drop(owner) {
      for (const [token, { key }] of parked) {
        if (key.owner === owner)
          giveUp(token, new RouterError('CANCELLED', 'the MCP client is gone'));
      }
    },
    close() {
      for (const token of parked.keys()) giveUp(token, new RouterError('SHUTTING_DOWN'));
    },
  };
}

function expired(): RouterError {
  return new RouterError('CANCELLED', 'the MCP client did not answer in time');
}
