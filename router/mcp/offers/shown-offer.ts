/** What of a server's offer is shown to others, and whether that changed. */
import { isDeepStrictEqual } from 'node:util';

import type { OfferedTool } from '../names/build-inventory.ts';
import type { RemoteTool } from './remote-tool.ts';
import { NO_OFFER, type ServerOffer } from './server-offer.ts';

/** Characters of JSON that make a token, roughly, in English and in code. */
const CHARACTERS_PER_TOKEN = 4;

export interface OfferChange {
  readonly tools: boolean;
  /** Prompts, resources or templates. */
  readonly features: boolean;
}

export class ShownOffer {
  #offer: ServerOffer = NO_OFFER;
  #offered: readonly OfferedTool[] = [];
  #tools: readonly RemoteTool[] = [];
  #schemaTokens: number | undefined;

  get offer(): ServerOffer {
    return this.#offer;
  }

  /** With what the entry says about each. */
  get offered(): readonly OfferedTool[] {
    return this.#offered;
  }

  /** Those that the entry permits. */
  get tools(): readonly RemoteTool[] {
    return this.#tools;
  }

  /** An estimate of what the permitted tools cost in every request that offers them. */
  get schemaTokens(): number {
    this.#schemaTokens ??= Math.ceil(
      this.#tools.reduce((sum, { raw }) => sum + JSON.stringify(raw).length, 0) /
        CHARACTERS_PER_TOKEN,
    );
    return this.#schemaTokens;
  }

  show(offer: ServerOffer, permits: (tool: string) => boolean): OfferChange {
    const offered = offer.tools.map((tool): OfferedTool => {
      return { tool, permitted: permits(tool.name) };
    });
    const change = {
      tools: !isDeepStrictEqual(offered, this.#offered),
      features: !isDeepStrictEqual(featuresOf(offer), featuresOf(this.#offer)),
    };
    // Lists that stay the same stay the same objects, which others know things about.
    const { tools } = change.tools ? offer : this.#offer;
    this.#offer = change.features
      ? { ...offer, tools }
      : { ...offer, ...featuresOf(this.#offer), tools };
    if (!change.tools) return change;
    this.#offered = offered;
    this.#tools = offered.filter(({ permitted }) => permitted).map(({ tool }) => tool);
    this.#schemaTokens = undefined;
    return change;
  }
}

function featuresOf({ prompts, resources, templates }: ServerOffer) {
  return { prompts, resources, templates };
}
