import type { Conversations } from '#core/ports/conversations.ts';
import type { Inferencers } from '#core/ports/inferencers.ts';
import type { Recipes } from '#core/ports/recipes.ts';
import type { Requests } from '#core/ports/requests.ts';
import type { Tools } from '#core/ports/tools.ts';

export interface OpenAiSurfaceOptions {
  readonly conversations: Conversations;
  readonly inferencers: Inferencers;
  readonly recipes: Recipes;
  readonly requests: Requests;
  readonly tools: Tools;
  /** Seconds since 1970, shown as the creation time of recipes. */
  readonly startedAt: number;
}
