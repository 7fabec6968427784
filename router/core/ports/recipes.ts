/** What surfaces ask of the engine: recipes, and patterns with variables. */
import type { RecipeEntry } from '#contract/config.ts';
import type { ChatChunk, ChatCompletion, ChatRequest } from '../chat.ts';
import type { CallNews } from './tools.ts';

export interface Recipe extends RecipeEntry {
  readonly name: string;
}

export interface RunOptions {
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** Passed on with every call of the model (loop guard, tracing). */
  readonly headers?: Readonly<Record<string, string>>;
  /** Told of each call of a tool inside the run; those of one turn may overlap. */
  readonly onCall?: (news: CallNews) => void;
}

/** Changes to one run, as `/w1/patterns/{name}/run` allows. */
export interface RunOverrides {
  /** `<provider>/<model>` instead of the recipe's inferencer. */
  readonly inferencer?: string;
  /** Replaces the recipe's system prompt (already rendered). */
  readonly system?: string;
  /** Merged over the recipe's params. */
  readonly params?: Readonly<Record<string, unknown>>;
}

export interface RecipeRun {
  readonly recipe: Recipe;
  /** The client's body; `model` is as the client wrote it. */
  readonly request: ChatRequest;
  readonly overrides?: RunOverrides;
}

export interface PatternVariable {
  readonly name: string;
  readonly default?: string;
  readonly choices?: readonly string[];
  readonly description?: string;
}

export interface Recipes {
  find(name: string): Recipe | undefined;
  /** Sorted by name. */
  list(): readonly Recipe[];
  /** Runs the hidden tool loop to its end. Rejects with a RouterError. */
  complete(run: RecipeRun, options: RunOptions): Promise<ChatCompletion>;
  /** The same in pieces. What fails before the first piece rejects; later failures reject the iteration. */
  stream(run: RecipeRun, options: RunOptions): AsyncIterable<ChatChunk>;
  variables(recipe: Recipe): readonly PatternVariable[];
  /** The system prompt with variables filled in. */
  render(recipe: Recipe, values: Readonly<Record<string, unknown>>): string;
}
