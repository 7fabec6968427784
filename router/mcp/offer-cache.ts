/** What each server offered last, kept over restarts of the router, so that lists are there at once. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

import type { ServerEntry } from '#contract/config.ts';
import type { Logger } from '#core/ports/logger.ts';
import { parsePrompt, parseResource, parseTemplate } from './remote-features.ts';
import { isObject, parseTool } from './remote-tool.ts';
import { LAUNCH_KEYS } from './same-launch.ts';
import type { Mask } from './secret-mask.ts';
import type { ServerOffer } from './server-offer.ts';

const FILE = 'offers.json';
/** Changes that come together are written together. */
const DELAY_MS = 500;
const MAX_SERVERS = 200;
const MAX_BYTES = 16 * 1024 * 1024;

const list = z.array(z.unknown()).catch([]);
const kept = z.object({
  launch: z.string(),
  tools: list,
  prompts: list,
  resources: list,
  templates: list,
  capabilities: z.record(z.string(), z.unknown()).catch({}),
});
const file = z.object({ servers: z.record(z.string(), z.unknown()) });

type Kept = z.infer<typeof kept>;

export interface OfferCacheOptions {
  /** Without it nothing is kept. */
  readonly stateDir: string | undefined;
  readonly mask: Mask;
  readonly logger: Logger;
}

export class OfferCache {
  readonly #options: OfferCacheOptions;
  readonly #kept: Map<string, Kept>;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: OfferCacheOptions) {
    this.#options = options;
    this.#kept = options.stateDir === undefined ? new Map() : load(join(options.stateDir, FILE));
  }

  get(server: string, entry: ServerEntry): ServerOffer | undefined {
    const found = this.#kept.get(server);
    if (found === undefined || found.launch !== launchHash(entry)) return undefined;
    return {
      tools: found.tools.flatMap(parseTool),
      prompts: found.prompts.flatMap(parsePrompt),
      resources: found.resources.flatMap(parseResource),
      templates: found.templates.flatMap(parseTemplate),
      capabilities: found.capabilities,
    };
  }

  /** Written soon. */
  put(server: string, entry: ServerEntry, offer: ServerOffer): void {
    if (this.#options.stateDir === undefined) return;
    const { mask } = this.#options;
    const rawOf = (items: readonly { readonly raw: object }[]): unknown[] =>
      items.map(({ raw }) => masked(raw, mask));
    this.#kept.delete(server);
    this.#kept.set(server, {
      launch: launchHash(entry),
      tools: rawOf(offer.tools),
      prompts: rawOf(offer.prompts),
      resources: rawOf(offer.resources),
      templates: rawOf(offer.templates),
      capabilities: { ...offer.capabilities },
    });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_SERVERS && oldest !== undefined) this.#kept.delete(oldest);
    this.#timer ??= setTimeout(() => this.#write(), DELAY_MS).unref();
  }

  forget(server: string): void {
    if (this.#kept.delete(server))
      this.#timer ??= setTimeout(() => this.#write(), DELAY_MS).unref();
  }

  /** Resolves when everything is written. */
  async stop(): Promise<void> {
    if (this.#timer !== undefined) this.#write();
    await this.#writing;
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
    for (const [server, one] of [...this.#kept].toReversed()) {
      const part = `${JSON.stringify(server)}:${JSON.stringify(one)}`;
      size += part.length;
      if (size > MAX_BYTES) break;
      parts.unshift(part);
    }
    return `{"servers":{${parts.join(',')}}}`;
  }
}

/** A file that cannot be read is as good as none. */
function load(path: string): Map<string, Kept> {
  const servers = new Map<string, Kept>();
  try {
    const read = file.parse(JSON.parse(readFileSync(path, 'utf8')));
    for (const [server, one] of Object.entries(read.servers)) {
      const parsed = kept.safeParse(one);
      if (parsed.success) servers.set(server, parsed.data);
    }
  } catch {
    servers.clear(); // the first start, or somebody else's file
  }
  return servers;
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
