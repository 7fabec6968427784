/** All that a server lists, and what it said about itself. */
import type { JsonObject } from '#core/ports/tools.ts';
import type { RemotePrompt, RemoteResource } from './remote-features.ts';
import type { RemoteTool } from './remote-tool.ts';

export interface ServerOffer {
  readonly tools: readonly RemoteTool[];
  readonly prompts: readonly RemotePrompt[];
  readonly resources: readonly RemoteResource[];
  readonly templates: readonly RemoteResource[];
  /** As it declared them. */
  readonly capabilities: JsonObject;
  readonly instructions?: string | undefined;
}

export const NO_OFFER: ServerOffer = {
  tools: [],
  prompts: [],
  resources: [],
  templates: [],
  capabilities: {},
};

/** Known of a session as soon as it is open. */
export interface ServerFacts {
  /** The protocol's revision, such as `2025-11-25`. */
  readonly protocol: string;
  /** As it introduced itself. */
  readonly program?: { readonly name: string; readonly version: string } | undefined;
}

/** Whether a capability such as `tools.listChanged` was declared. */
export function isCapable(capabilities: JsonObject, path: string): boolean {
  let value: unknown = capabilities;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null) return false;
    value = Reflect.get(value, part);
  }
  return value !== undefined && value !== null && value !== false;
}

/** Names such as `tools.listChanged`, sorted; what was declared as false is left out. */
export function capabilityNames(capabilities: JsonObject, depth = 3): readonly string[] {
  return Object.entries(capabilities)
    .flatMap(([name, value]) => {
      if (value === false || value === null || value === undefined) return [];
      if (depth === 0 || typeof value !== 'object' || Array.isArray(value)) return [name];
      const inner = capabilityNames({ ...value }, depth - 1);
      return inner.length === 0 ? [name] : inner.map((one) => `${name}.${one}`);
    })
    .sort();
}
