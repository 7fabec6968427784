import type { ServerEntry } from '#contract/config.ts';
import { firstPart } from './tool-names.ts';

/**
 * Which server a first part means, sorted by how well it fits: the server of that name, one with
 * that prefix, one of that name whose tools have another prefix.
 */
export function serversByFirstPart(
  connections: ReadonlyMap<string, { readonly entry: Pick<ServerEntry, 'prefix'> }>,
): Map<string, string> {
  const sorted = [...connections].sort(([a], [b]) => (a < b ? -1 : 1));
  const firsts = sorted.map(([server, { entry }]) => [firstPart(server, entry.prefix), server]);
  const servers = new Map<string, string>();
  const claims = [
    ...firsts.filter(([first, server]) => first === server),
    ...firsts.filter(([first]) => first !== ''),
    ...sorted.map(([server]) => [server, server]),
  ];
  for (const [first = '', server = ''] of claims) {
    if (!servers.has(first)) servers.set(first, server);
  }
  return servers;
}
