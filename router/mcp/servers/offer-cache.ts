/** What each server offered last, kept over restarts of the router, so that lists are there at once. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

import type { ServerEntry } from '#contract/config.ts';
import type { Logger } from '#core/ports/logger.ts';
import { parsePrompt, parseResource, parseTemplate } from '../offers/remote-features.ts';
import { isObject, parseTool } from '../offers/remote-tool.ts';
import { LAUNCH_KEYS } from './same-launch.ts';
import type { Mask } from './secret-mask.ts';
import type { ServerOffer } from '../offers/server-offer.ts';

const FILE = 'offers.json';
/** Changes that come together are written together. */
const DELAY_MS = 500;
const MAX_SERVERS = 200;
const MAX_BYTES = 16 * 1024 * 1024;

const list = z.array(z.unknown()).catch([]);
const keptOffer = z.object({
  launch: z.string(),
  tools: list,
  prompts: list,
  resources: list,
  templates: list,
  capabilities: z.record(z.string(), z.unknown()).catch({}),
});
const file = z.object({ servers: z.record(z.string(), z.unknown()) });

type Kept = z.infer<typeof keptOffer>;

export interface OfferCacheOptions {
  /** Without it nothing is kept. */
  readonly stateDir: string | undefined;
  readonly mask: Mask;
  readonly logger: Logger;
}

interface Remembered {
  readonly launch: string;
  /** As read from the file. */
  readonly kept?: Kept;
  /** As a server said in this life. */
  readonly offer?: ServerOffer;
}

export class OfferCache {
  readonly #options: OfferCacheOptions;
  /** Read when somebody asks: opening the doors comes first. */
  #loaded: Map<string, Remembered> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: OfferCacheOptions) {
    this.#options = options;
  }

  get(server: string, entry: ServerEntry): ServerOffer | undefined {
    const found = this.#servers().get(server);
    if (found === undefined || found.launch !== launchHash(entry)) return undefined;
    return found.offer ?? (found.kept && toOffer(found.kept));
  }

  /** Written soon. */
  put(server: string, entry: ServerEntry, offer: ServerOffer): void {
    if (this.#options.stateDir === undefined) return;
    const servers = this.#servers();
    servers.delete(server);
    servers.set(server, { launch: launchHash(entry), offer });
    const [oldest] = servers.keys();
    if (servers.size > MAX_SERVERS && oldest !== undefined) servers.delete(oldest);
    this.#writeSoon();
  }

  forget(server: string): void {
    if (this.#servers().delete(server)) this.#writeSoon();
  }

  /** Resolves when everything is written. */
  async stop(): Promise<void> {
    if (this.#timer !== undefined) this.#write();
    await this.#writing;
  }

  #servers(): Map<string, Remembered> {
    const { stateDir } = this.#options;
    this.#loaded ??= stateDir === undefined ? new Map() : load(join(stateDir, FILE));
    return this.#loaded;
  }

  #writeSoon(): void {
    this.#timer ??= setTimeout(() => this.#write(), DELAY_MS).unref();
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing
      .then(() => this.#save())
      .catch((err: unknown) => {
        this.#options.logger.warn({ err }, 'the lists of the servers could not be kept');
      });
  }

  async #save(): Promise<void> {
    const { stateDir } = this.#options;
    if (stateDir === undefined) return;
    const path = join(stateDir, FILE);
    const temporary = `${path}.${process.pid}.tmp`;
    try {
      await writeFile(temporary, this.#text(), { mode: 0o600 });
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  /** The latest servers that fit into the file. */
  #text(): string {
    const parts: string[] = [];
    let size = 0;
    for (const [server, { launch, kept, offer }] of [...this.#servers()].toReversed()) {
      const one = offer === undefined ? kept : fromOffer(launch, offer, this.#options.mask);
      const part = `${JSON.stringify(server)}:${JSON.stringify(one)}`;
      size += part.length;
      if (size > MAX_BYTES) break;
      parts.unshift(part);
    }
    return `{"servers":{${parts.join(',')}}}`;
  }
}

/** A file that cannot be read is as good as none. */
function load(path: string): Map<string, Remembered> {
  const servers = new Map<string, Remembered>();
  try {
    const read = file.parse(JSON.parse(readFileSync(path, 'utf8')));
    for (const [server, one] of Object.entries(read.servers)) {
      const parsed = keptOffer.safeParse(one);
      if (!parsed.success) continue;
      servers.set(server, { launch: parsed.data.launch, kept: parsed.data });
    }
  } catch {
    servers.clear(); // the first start, or somebody else's file
  }
  return servers;
}

function toOffer(kept: Kept): ServerOffer {
  return {
    tools: kept.tools.flatMap(parseTool),
    prompts: kept.prompts.flatMap(parsePrompt),
    resources: kept.resources.flatMap(parseResource),
    templates: kept.templates.flatMap(parseTemplate),
    capabilities: kept.capabilities,
  };
}

function fromOffer(launch: string, offer: ServerOffer, mask: Mask): Kept {
  const rawOf = (items: readonly { readonly raw: object }[]): unknown[] =>
    items.map(({ raw }) => masked(raw, mask));
  return {
    launch,
    tools: rawOf(offer.tools),
    prompts: rawOf(offer.prompts),
    resources: rawOf(offer.resources),
    templates: rawOf(offer.templates),
    capabilities: { ...offer.capabilities },
  };
}

/** Two servers with the same name and another command are not the same. */
function launchHash(entry: ServerEntry): string {
  const launch = LAUNCH_KEYS.map((key) => entry[key] ?? null);
  return createHash('sha256').update(JSON.stringify(launch)).digest('hex');
}

function masked(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((item) => masked(item, mask));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked(item, mask)]));
}
