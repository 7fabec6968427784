/**
 * Routers behind routers: what one has from another is marked, and a router takes nothing that is.
 * So a chain ends after two, and a circle of routers, or one that lists itself, does not grow for ever.
 */
import type { JsonObject } from '#core/ports/tools.ts';
import { isObject } from './remote-tool.ts';

/** How this program introduces itself, as a client and as a server. */
const ROUTER_NAME = 'woollama';
const SECOND_HAND = 'woollama/second-hand';

export function isRouterProgram(program: { readonly name: string } | undefined): boolean {
  return program?.name === ROUTER_NAME;
}

/** By `name version`. */
export function isRouterClient(client: string): boolean {
  return client.startsWith(`${ROUTER_NAME} `);
}

export function isSecondHand({ _meta: meta }: JsonObject): boolean {
  return isObject(meta) && meta[SECOND_HAND] === true;
}

export function asSecondHand<Value extends JsonObject>(value: Value): Value {
  const { _meta: meta } = value;
  return { ...value, _meta: { ...(isObject(meta) ? meta : {}), [SECOND_HAND]: true } };
}
