/** The MCP client on the other end of a call: what it can be asked while the call runs, and told. */
import type { RpcOutcome } from '../rpc.ts';
import type { JsonObject } from './tools.ts';

/** What a server may ask the client of a call. */
export type PeerMethod = 'sampling/createMessage' | 'elicitation/create' | 'roots/list';

export interface PeerAbilities {
  readonly sampling: boolean;
  /** Sampling with tools. */
  readonly samplingTools: boolean;
  readonly elicitForm: boolean;
  readonly elicitUrl: boolean;
  readonly roots: boolean;
}

export interface Peer {
  /** Of the client's connection or session; unguessable. */
  readonly id: string;
  /** As it introduced itself, `name version`; never trusted. */
  readonly client: string;
  readonly can: PeerAbilities;
  /**
   * The client's answer, or its refusal. Rejects with CANCELLED when the signal fired, and with
   * NOT_SUPPORTED when the client is gone or cannot be reached from here.
   */
  ask(method: PeerMethod, params: JsonObject, signal: AbortSignal): Promise<RpcOutcome>;
  /** A notification that belongs to the call. Best effort: a client that is gone needs no news. */
  tell(method: string, params: JsonObject): void;
}
