/** Everybody's prompts, resources and templates as sorted lists, and the ways to find one. */
import type { ServerEntry } from '#contract/config.ts';
import type { NameCollision, PromptEntry, ResourceEntry } from '#core/ports/aggregator.ts';
import type { RemotePrompt, RemoteResource } from '../offers/remote-features.ts';
import type { ServerOffer } from '../offers/server-offer.ts';
import { dottedName, firstPart, readingsOf } from './tool-names.ts';
import { renamedUri, slugOf } from './uri-names.ts';

/** What one server contributes. */
export interface FeatureStock {
  readonly offer: Pick<ServerOffer, 'prompts' | 'resources' | 'templates'>;
  /** As in its entry. */
  readonly prefix: ServerEntry['prefix'];
}

/** A resource or template as its server knows it. */
export interface PlacedUri {
  readonly server: string;
  readonly uri: string;
}

export interface FeatureIndex {
  /** Sorted by name; frozen, as the other lists. */
  readonly prompts: readonly PromptEntry[];
  readonly resources: readonly ResourceEntry[];
  readonly templates: readonly ResourceEntry[];
  readonly collisions: readonly NameCollision[];
  /** Accepts `server.prompt` and `server__prompt`. */
  findPrompt(name: string): PromptEntry | undefined;
  /** By the renamed URI. */
  findResource(uri: string): PlacedUri | undefined;
  findTemplate(uri: string): PlacedUri | undefined;
}

interface Named<Entry> {
  readonly name: string;
  /** As its server calls it. */
  readonly item: string;
  readonly entry: Entry;
}

export function buildFeatureIndex(stocks: ReadonlyMap<string, FeatureStock>): FeatureIndex {
  const firsts = [...stocks].map(([server, { offer, prefix }]) => {
    return { server, offer, first: firstPart(server, prefix) };
  });
  const collisions: NameCollision[] = [];
  const prompts = keep(
    firsts.flatMap((one) => one.offer.prompts.map((prompt) => toPrompt(one, prompt))),
    { kind: 'prompt', collisions },
  );
  const resources = keep(
    firsts.flatMap((one) => one.offer.resources.map((item) => toResource(one, item, 'uri'))),
    { kind: 'resource', collisions },
  );
  const templates = keep(
    firsts.flatMap((one) =>
      one.offer.templates.map((item) => toResource(one, item, 'uriTemplate')),
    ),
    { kind: 'template', collisions },
  );
  const findByParts = promptFinder(prompts, firsts);
  return {
    prompts: listOf(prompts),
    resources: listOf(resources),
    templates: listOf(templates),
    collisions,
    findPrompt: (name) => prompts.get(name)?.entry ?? findByParts(name),
    findResource: (uri) => placeOf(resources.get(uri)),
    findTemplate: (uri) => placeOf(templates.get(uri)),
  };
}

interface Source {
  readonly server: string;
  readonly first: string;
}

function toPrompt({ server, first }: Source, prompt: RemotePrompt): Named<PromptEntry> {
  const name = dottedName(first, prompt.name);
  const raw = { ...prompt.raw, name };
  const entry = Object.freeze({ server, prompt: prompt.name, name, raw });
  return { name, item: prompt.name, entry };
}

function toResource(
  { server, first }: Source,
  item: RemoteResource,
  key: 'uri' | 'uriTemplate',
): Named<ResourceEntry> {
  const uri = renamedUri(slugOf(first), item.uri);
  const raw = { ...item.raw, [key]: uri };
  return { name: uri, item: item.uri, entry: Object.freeze({ server, uri, raw }) };
}

/** Of equal names the first server's, by the alphabet, is kept. */
function keep<Entry extends { readonly server: string }>(
  candidates: readonly Named<Entry>[],
  report: { readonly kind: NameCollision['kind']; readonly collisions: NameCollision[] },
): Map<string, Named<Entry>> {
  const kept = new Map<string, Named<Entry>>();
  const sorted = candidates.toSorted(
    (a, b) => compare(a.name, b.name) || compare(a.entry.server, b.entry.server),
  );
  for (const candidate of sorted) {
    const other = kept.get(candidate.name);
    if (other === undefined) {
      kept.set(candidate.name, candidate);
      continue;
    }
    const { server } = candidate.entry;
    const keptServer = other.entry.server;
    report.collisions.push({ kind: report.kind, server, item: candidate.item, keptServer });
  }
  return kept;
}

/** Also under the server's own name where a prefix took its place. */
function promptFinder(
  prompts: ReadonlyMap<string, Named<PromptEntry>>,
  sources: readonly Source[],
): (name: string) => PromptEntry | undefined {
  const firstOf = new Map<string, string>();
  for (const { first } of sources) if (first !== '') firstOf.set(first, first);
  for (const { server, first } of sources) if (!firstOf.has(server)) firstOf.set(server, first);
  return (name) => {
    for (const { server, tool } of readingsOf(name, firstOf.keys())) {
      const found = prompts.get(dottedName(firstOf.get(server) ?? '', tool));
      if (found !== undefined) return found.entry;
    }
    return undefined;
  };
}

function listOf<Entry>(kept: ReadonlyMap<string, Named<Entry>>): readonly Entry[] {
  return Object.freeze(Array.from(kept.values(), ({ entry }) => entry));
}

function placeOf(found: Named<ResourceEntry> | undefined): PlacedUri | undefined {
  return found && { server: found.entry.server, uri: found.item };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
