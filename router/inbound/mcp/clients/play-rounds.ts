/** A call of a modern client, over as many of its requests as the questions in between need. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';

import type { Peer, PeerAbilities } from '#core/ports/peer.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import type { McpParts } from '../mcp-parts.ts';
import type { Exchange } from '../methods/method.ts';
import { invalidParams } from '../methods/parse-params.ts';
import type { ParkedCall } from './parked-call.ts';
import type { CallKey } from './parked-calls.ts';
import type { Round } from './round.ts';

const answersByKey = z.record(z.string(), z.record(z.string(), z.unknown()));

interface ModernCall {
  readonly key: CallKey;
  readonly round: Round;
  /** What a later request of the same call brings. */
  readonly state?: unknown;
  readonly answers?: unknown;
  readonly client: string;
  readonly can: PeerAbilities;
}

export async function playRounds(
  { parked }: Pick<McpParts, 'parked'>,
  { key, round, state, answers, client, can }: ModernCall,
  work: (exchange: Omit<Exchange, 'view'>) => Promise<JsonObject>,
): Promise<JsonObject> {
  if (state !== undefined) {
    if (typeof state !== 'string') throw invalidParams("'requestState' is no text");
    return await parked.resume(state, key, { ...round, answers: toAnswers(answers) });
  }
  return await parked.begin(key, round, async (call) => {
    return await work(toExchange(call, client, can));
  });
}

function toAnswers(responses: unknown): Readonly<Record<string, JsonObject>> {
  const answers = answersByKey.safeParse(responses);
  return answers.success ? answers.data : {};
}

function toExchange(call: ParkedCall, client: string, can: PeerAbilities): Omit<Exchange, 'view'> {
  const wantsLog = (level: string): boolean => call.wantsLog(level);
  const notify = (method: string, params: JsonObject): void => call.tell(method, params);
  const peer: Peer = {
    id: randomUUID(),
    client,
    can,
    ask: (method, params, signal) => call.ask(method, params, signal),
    tell(method, params) {
      if (method === 'notifications/message' && !wantsLog(String(params['level']))) return;
      notify(method, params);
    },
  };
  return {
    client,
    seat: undefined,
    peer,
    signal: call.signal,
    progressToken: () => call.round?.progressToken(),
    holdProgress: (progress) => call.holdProgress(progress),
    wantsLog,
    notify,
  };
}
