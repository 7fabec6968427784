/** What a server offers besides tools, for its owner. */
import type { NameCollision } from '#core/ports/aggregator.ts';
import type { OfferedFeatures } from '#core/ports/tools.ts';
import type { Connection } from '../servers/connection.ts';
import type { RemoteResource } from './remote-features.ts';
import { capabilityNames } from './server-offer.ts';
import { dottedName, firstPart } from '../names/tool-names.ts';
import { renamedUri, slugOf } from '../names/uri-names.ts';

export function describeFeatures(
  server: string,
  { offer, entry }: Connection,
  collisions: readonly NameCollision[],
): OfferedFeatures {
  const first = firstPart(server, entry.prefix);
  const toResource = (isTemplate: boolean) => (resource: RemoteResource) => ({
    uri: renamedUri(slugOf(first), resource.uri),
    name: resource.name,
    description: resource.description,
    ...(resource.mimeType === undefined ? {} : { mimeType: resource.mimeType }),
    isTemplate,
  });
  return {
    capabilities: capabilityNames(offer.capabilities),
    ...(offer.instructions === undefined ? {} : { instructions: offer.instructions }),
    prompts: offer.prompts.map(({ name, title, description, arguments: args }) => ({
      name: dottedName(first, name),
      ...(title === undefined ? {} : { title }),
      description,
      arguments: args,
    })),
    resources: [
      ...offer.resources.map(toResource(false)),
      ...offer.templates.map(toResource(true)),
    ],
    collisions: collisions.filter((one) => one.server === server).map(({ item }) => item),
  };
}
