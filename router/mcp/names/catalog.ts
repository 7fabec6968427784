/** What all servers offer together: the lists that clients see, kept up to date. */
import { isDeepStrictEqual } from 'node:util';

import type { ToolInfo } from '#contract/tools.ts';
import type { NameCollision } from '#core/ports/aggregator.ts';
import type { Logger } from '#core/ports/logger.ts';
import { buildInventory } from './build-inventory.ts';
import type { Connection } from '../servers/connection.ts';
import { buildFeatureIndex, type FeatureIndex } from './feature-index.ts';
import { buildToolIndex, type ToolIndex } from './tool-index.ts';

type Stocked = Pick<Connection, 'entry' | 'offer' | 'offered' | 'tools'>;

export interface FeatureChange {
  readonly prompts: boolean;
  /** Or templates. */
  readonly resources: boolean;
}

export class Catalog {
  readonly #connections: ReadonlyMap<string, Stocked>;
  readonly #logger: Logger;
  #tools: ToolIndex = buildToolIndex(new Map());
  #features: FeatureIndex = buildFeatureIndex(new Map());
  #collisions: readonly NameCollision[] = [];
  /** Those that are in the log already. */
  #reported: ReadonlySet<string> = new Set();
  /** Made when somebody asks. */
  #inventory: readonly ToolInfo[] | undefined;

  constructor(connections: ReadonlyMap<string, Stocked>, logger: Logger) {
    this.#connections = connections;
    this.#logger = logger;
  }

  get tools(): ToolIndex {
    return this.#tools;
  }

  get features(): FeatureIndex {
    return this.#features;
  }

  /** The same array until something changes. */
  get collisions(): readonly NameCollision[] {
    return this.#collisions;
  }

  inventory(): readonly ToolInfo[] {
    this.#inventory ??= buildInventory(
      new Map(
        Array.from(this.#connections, ([name, { offered, entry }]) => {
          return [name, { offered, prefix: entry.prefix }] as const;
        }),
      ),
    );
    return this.#inventory;
  }

  rebuildTools(): void {
    const offers = [...this.#connections].map(([name, { tools, entry }]) => {
      return [name, { tools, prefix: entry.prefix }] as const;
    });
    this.#tools = buildToolIndex(new Map(offers));
    this.#inventory = undefined;
    this.#collide();
  }

  rebuildFeatures(): FeatureChange {
    const stocks = [...this.#connections].map(([name, { offer, entry }]) => {
      return [name, { offer, prefix: entry.prefix }] as const;
    });
    const before = this.#features;
    const built = buildFeatureIndex(new Map(stocks));
    const change = {
      prompts: !isDeepStrictEqual(built.prompts, before.prompts),
      resources:
        !isDeepStrictEqual(built.resources, before.resources) ||
        !isDeepStrictEqual(built.templates, before.templates),
    };
    const { prompts } = change.prompts ? built : before;
    const { resources, templates } = change.resources ? built : before;
    this.#features = { ...built, prompts, resources, templates };
    this.#collide();
    return change;
  }

  #collide(): void {
    const tools = this.#tools.collisions.map(({ server, tool, keptServer }): NameCollision => {
      return { kind: 'tool', server, item: tool, keptServer };
    });
    const all = [...tools, ...this.#features.collisions];
    if (isDeepStrictEqual(all, this.#collisions)) return;
    this.#collisions = Object.freeze(all);
    const reported = this.#reported;
    this.#reported = new Set(all.map((one) => JSON.stringify(one)));
    for (const collision of this.#tools.collisions) {
      const { server, tool, keptServer } = collision;
      const key = JSON.stringify({ kind: 'tool', server, item: tool, keptServer });
      if (reported.has(key)) continue;
      const { keptTool } = collision;
      this.#logger.warn({ server, tool, keptTool }, 'tool left out: another one has its name');
    }
    for (const collision of this.#features.collisions) {
      if (reported.has(JSON.stringify(collision))) continue;
      this.#logger.warn(collision, `${collision.kind} left out: another one has its name`);
    }
  }
}
