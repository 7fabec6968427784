/** Speaks to the running router as its owner, from another process of the same user. */
import { Agent, fetch } from 'undici';

import type { Method, Params, Result } from '#contract/api.ts';
import { ControlError, createControlClient } from '#contract/control-client.ts';
import { readOneLineFile } from '../listeners/one-line-file.ts';
import type { RuntimePlaces } from '../listeners/runtime-dir.ts';

/** A router that hangs is as good as none. */
const PATIENCE_MS = 5_000;

interface Door {
  readonly origin: string;
  /** Of the private socket or pipe, which needs no token. */
  readonly socketPath?: string;
  readonly token?: string;
}

/**
 * Over the private socket; where none could be bound, over TCP with the owner's token file.
 * Rejects with a ControlError, UNREACHABLE when no router answers.
 */
export async function askRouter<M extends Method>(
  places: RuntimePlaces,
  method: M,
  params: Params<M>,
): Promise<Result<M>> {
  try {
    return await ask({ origin: 'http://localhost', socketPath: places.socket }, method, params);
  } catch (error) {
    const door = isUnreachable(error) ? findTcpDoor(places) : undefined;
    if (door === undefined) throw error;
    return await ask(door, method, params);
  }
}

export function isUnreachable(error: unknown): boolean {
  return error instanceof ControlError && error.code === 'UNREACHABLE';
}

async function ask<M extends Method>(
  { origin, socketPath, token }: Door,
  method: M,
  params: Params<M>,
): Promise<Result<M>> {
  const agent = new Agent({
    headersTimeout: PATIENCE_MS,
    bodyTimeout: PATIENCE_MS,
    connect: { timeout: PATIENCE_MS, ...(socketPath !== undefined && { socketPath }) },
  });
  const client = createControlClient({
    origin,
    fetch: (url, init) => fetch(url, { ...init, dispatcher: agent }),
    headers: () => (token === undefined ? {} : { authorization: `Bearer ${token}` }),
  });
  try {
    return await client.call(method, params);
  } finally {
    await agent.destroy();
  }
}

function findTcpDoor({ addressFile, ownerFile }: RuntimePlaces): Door | undefined {
  const address = readOneLineFile(addressFile);
  const token = readOneLineFile(ownerFile);
  if (address === undefined || token === undefined) return undefined;
  return { origin: `http://${address}`, token };
}
