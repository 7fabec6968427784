/** The engine over a scripted model and fake servers, ready to be asked. */
import type { ChatChunk, ChatCompletion, ChatMessage } from '#core/chat.ts';
import type { Recipe, RecipeRun, Recipes, RunOverrides } from '#core/ports/recipes.ts';

import { createRecipes } from '../engine/create-recipes.ts';
import { createFakeEventLog, type FakeEventLog } from './fake-event-log.ts';
import { createFakeLog, type FakeLog } from './fake-log.ts';
import {
  createScriptedModel,
  type Reply,
  type ScriptedModel,
  type ScriptedModelOptions,
} from './fake-scripted-model.ts';
import { createFakeToolServers, type FakeTool, type FakeToolServers } from './fake-tool-servers.ts';

interface FakeRunSetup {
  readonly replies?: readonly Reply[];
  readonly tools?: Readonly<Record<string, FakeTool>> | FakeToolServers;
  readonly recipe?: Readonly<Record<string, unknown>>;
  readonly model?: ScriptedModelOptions;
}

interface FakeRun {
  readonly recipes: Recipes;
  readonly recipe: Recipe;
  readonly model: ScriptedModel;
  readonly servers: FakeToolServers;
  readonly events: FakeEventLog;
  readonly log: FakeLog;
  /** Fires the signal of all runs of this setup. */
  readonly cancel: () => void;
  complete(body?: object, overrides?: RunOverrides): Promise<ChatCompletion>;
  stream(body?: object): AsyncIterable<ChatChunk>;
  collect(body?: object): Promise<ChatChunk[]>;
  /** Messages of the n-th upstream request, from 1. */
  messages(request: number): readonly ChatMessage[];
}

export const USER_SAYS: readonly ChatMessage[] = [{ role: 'user', content: 'hello' }];

/** The clock stands at 1,700,000,000,500 ms, the id is 32 times `a`. */
export function createFakeRun(setup: FakeRunSetup = {}): FakeRun {
  const model = createScriptedModel(setup.replies ?? [], setup.model);
  const servers = isServers(setup.tools) ? setup.tools : createFakeToolServers(setup.tools);
  const events = createFakeEventLog();
  const log = createFakeLog();
  const recipe = fakeRecipe({ tools: servers.list().map(({ name }) => name), ...setup.recipe });
  const recipes = createRecipes({
    inferencers: model.inferencers,
    tools: servers,
    events,
    logger: log,
    recipes: () => new Map([[recipe.name, recipe]]),
    now: () => 1_700_000_000_500,
    newId: () => 'a'.repeat(32),
  });
  const controller = new AbortController();
  const options = { requestId: 'request-1', signal: controller.signal };
  const toRun = (body: object, overrides: RunOverrides = {}): RecipeRun => ({
    recipe,
    request: { model: `woollama/${recipe.name}`, messages: USER_SAYS, ...body },
    overrides,
  });
  const stream = (body = {}) => recipes.stream(toRun({ stream: true, ...body }), options);
  return {
    recipes,
    recipe,
    model,
    servers,
    events,
    log,
    cancel: () => controller.abort(),
    complete: (body = {}, overrides) => recipes.complete(toRun(body, overrides), options),
    stream,
    collect: (body) => drain(stream(body)[Symbol.asyncIterator]()),
    messages: (request) => model.requests[request - 1]?.messages ?? [],
  };
}

export function fakeRecipe(fields: Readonly<Record<string, unknown>> = {}): Recipe {
  return {
    name: 'helper',
    inferencer: 'fake/model-1',
    tools: [],
    system: 'Be brief.',
    params: {},
    variables: {},
    ...fields,
  };
}

function isServers(tools: FakeRunSetup['tools']): tools is FakeToolServers {
  return tools !== undefined && typeof tools['settled'] === 'function';
}

/** Everything that is still to come. */
export async function drain<Item>(iterator: AsyncIterator<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    items.push(next.value);
  }
  return items;
}
