/** Which servers a URI may belong to, the likeliest first. */
import { UriTemplate } from '@modelcontextprotocol/client';

import type { Catalog } from './catalog.ts';
import type { Connection } from '../servers/connection.ts';
import type { PlacedUri } from './feature-index.ts';
import { isObject, type RemoteTool } from '../offers/remote-tool.ts';
import { firstPart } from './tool-names.ts';
import { ownUri, slugOf } from './uri-names.ts';

export class ResourceFinder {
  readonly #connections: ReadonlyMap<string, Connection>;
  readonly #catalog: Catalog;

  constructor(connections: ReadonlyMap<string, Connection>, catalog: Catalog) {
    this.#connections = connections;
    this.#catalog = catalog;
  }

  /** Empty when no server can have it. */
  candidates(uri: string): readonly PlacedUri[] {
    const listed = this.#catalog.features.findResource(uri);
    if (listed !== undefined) return [listed];
    const prefixed = this.#byPrefix(uri);
    if (prefixed !== undefined) return [prefixed];
    const servers = [...this.#connections].sort(([a], [b]) => (a < b ? -1 : 1));
    const bare = servers.filter(([, { entry }]) => entry.prefix === false);
    const owning = servers.filter(([, connection]) => owns(connection, uri));
    const names = new Set([...bare, ...owning].map(([server]) => server));
    return Array.from(names, (server) => ({ server, uri }));
  }

  /** The longest prefix that fits. */
  #byPrefix(uri: string): PlacedUri | undefined {
    let best: PlacedUri | undefined;
    for (const [server, { entry }] of this.#connections) {
      const own = ownUri(slugOf(firstPart(server, entry.prefix)), uri);
      if (own !== undefined && (best === undefined || own.length < best.uri.length)) {
        best = { server, uri: own };
      }
    }
    return best;
  }
}

/** By its own lists, where names are not looked at. */
function owns({ offer, tools }: Connection, uri: string): boolean {
  return (
    offer.resources.some((resource) => resource.uri === uri) ||
    offer.templates.some((template) => fits(template.uri, uri)) ||
    tools.some((tool) => uiOf(tool) === uri)
  );
}

function fits(template: string, uri: string): boolean {
  try {
    return new UriTemplate(template).match(uri) !== null;
  } catch {
    return false; // not a template at all
  }
}

/** The page that a tool brings along for hosts which show it. */
function uiOf({ raw }: RemoteTool): unknown {
  const meta = isObject(raw['_meta']) ? raw['_meta'] : {};
  return isObject(meta['ui']) ? meta['ui']['resourceUri'] : meta['ui/resourceUri'];
}
