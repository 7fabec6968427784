/** Views of MCP clients over the real engine, a scripted model and tools that are functions. */
import type { RouterEvent } from '#contract/events.ts';
import type { PromptEntry } from '#core/ports/aggregator.ts';
import type { Events } from '#core/ports/events.ts';
import type { Recipe } from '#core/ports/recipes.ts';
import type { Requests } from '#core/ports/requests.ts';
import type { JsonObject, ToolProgress } from '#core/ports/tools.ts';
import { createRecipes } from '../engine/create-recipes.ts';
import { createEventBus } from '../events/event-bus.ts';
import { createRequestTracker } from '../events/request-tracker.ts';
import type { ViewParts } from '../inbound/mcp/own/create-views.ts';
import type { OwnCallScope } from '../inbound/mcp/own/view.ts';
import { createFakeLog, type FakeLog } from './fake-log.ts';
import { createScriptedModel, type Reply, type ScriptedModel } from './fake-scripted-model.ts';
import { createFakeToolServers, type FakeToolServers } from './fake-tool-servers.ts';

export interface FakeViewSetup {
  readonly replies?: readonly Reply[];
  readonly recipes?: readonly Recipe[];
  readonly tools?: FakeToolServers;
  readonly prompts?: readonly PromptEntry[];
}

export interface FakeView {
  readonly parts: ViewParts;
  /** What is configured and offered; tests change it. */
  readonly state: { recipes: readonly Recipe[]; prompts: readonly PromptEntry[] };
  readonly tools: FakeToolServers;
  readonly model: ScriptedModel;
  readonly log: FakeLog;
  readonly bus: Events;
  readonly requests: Requests;
  readonly published: RouterEvent[];
  /** A new request of a client. */
  readonly scope: () => FakeScope;
  /** Whether anybody listens to the events that are handed to views. */
  readonly isFollowing: () => boolean;
}

interface FakeScope extends OwnCallScope {
  readonly said: string[];
  readonly progressed: ToolProgress[];
  /** The client gives up. */
  readonly cancel: () => void;
}

export function createFakeView(setup: FakeViewSetup = {}): FakeView {
  const published: RouterEvent[] = [];
  const bus = createEventBus({ remembered: 100 });
  bus.subscribe((event) => published.push(event));
  const log = createFakeLog();
  const state = { recipes: setup.recipes ?? [], prompts: setup.prompts ?? [] };
  const tools = setup.tools ?? createFakeToolServers();
  const model = createScriptedModel(setup.replies ?? []);
  const mask = (text: string) => text.replaceAll('hunter2', '[secret]');
  const recipes = createRecipes({
    inferencers: model.inferencers,
    tools,
    events: bus,
    logger: log,
    recipes: () => new Map(state.recipes.map((recipe) => [recipe.name, recipe])),
    mask,
  });
  const requests = createRequestTracker({ events: bus, logger: log });
  const { events, isFollowing } = countFollowers(bus);
  const aggregator = {
    prompts: () => state.prompts,
    findPrompt: (name: string) => state.prompts.find((entry) => spellings(entry).includes(name)),
  };
  const parts = { tools, aggregator, recipes, events, mask, logger: log };
  const scope = () => openScope(requests);
  return { parts, state, tools, model, log, published, bus, requests, scope, isFollowing };
}

function countFollowers(bus: Events) {
  let following = 0;
  const events: ViewParts['events'] = {
    subscribe: (listener) => {
      following += 1;
      const end = bus.subscribe(listener);
      return () => {
        following -= 1;
        end();
      };
    },
  };
  return { events, isFollowing: () => following > 0 };
}

function openScope(requests: Requests): FakeScope {
  const controller = new AbortController();
  const said: string[] = [];
  const progressed: ToolProgress[] = [];
  return {
    open: requests.open({ surface: 'mcp', operation: 'tools/call', client: 'a-host 1' }),
    client: 'a-host 1',
    signal: controller.signal,
    cancel: () => controller.abort(),
    said,
    progressed,
    say: (text) => void said.push(text),
    progress: (progress) => void progressed.push(progress),
  };
}

function spellings({ name, server, prompt }: PromptEntry): readonly string[] {
  return [name, `${server}.${prompt}`, `${server}__${prompt}`];
}

export function promptEntry(name: string, server = name.split('.')[0] ?? ''): PromptEntry {
  const prompt = name.startsWith(`${server}.`) ? name.slice(server.length + 1) : name;
  return { server, prompt, name, raw: { name, description: `${prompt} of ${server}` } };
}

/** Of the first block. */
export function textOf(result: JsonObject): string {
  const [block] = result['content'] as readonly { readonly text: string }[];
  return block?.text ?? '';
}
