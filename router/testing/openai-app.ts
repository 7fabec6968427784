/** The OpenAI surface on a real address, over the real engine, with OpenAI's own client in front. */
import type { AddressInfo } from 'node:net';
import OpenAI from 'openai';

import type { Conversations } from '#core/ports/conversations.ts';
import type { Recipe } from '#core/ports/recipes.ts';
import { createRecipes } from '../engine/create-recipes.ts';
import { openAiSurface } from '../inbound/openai/openai-surface.ts';
import { createFakeConversations, createFakeOwner } from './fake-conversations.ts';
import { createFakeEventLog } from './fake-event-log.ts';
import { createFakeLog } from './fake-log.ts';
import { createScriptedModel, type Reply, type ScriptedModel } from './fake-scripted-model.ts';
import { createFakeToolServers, type FakeToolServers } from './fake-tool-servers.ts';
import { createSurfaceApp, type SurfaceApp } from './surface-app.ts';

interface Setup {
  /** Of the only inferencer, `acme`; the last one goes on. */
  readonly replies?: readonly Reply[];
  readonly tools?: FakeToolServers;
  readonly recipes?: readonly Recipe[];
  readonly conversations?: Conversations;
}

export interface OpenAiApp extends SurfaceApp {
  readonly client: OpenAI;
  /** `http://127.0.0.1:4711`, without `/v1`. */
  readonly origin: string;
  readonly model: ScriptedModel;
}

export async function createOpenAiApp(setup: Setup = {}): Promise<OpenAiApp> {
  const { replies = [], recipes: list = [] } = setup;
  const conversations = setup.conversations ?? createFakeConversations(createFakeOwner());
  const tools = setup.tools ?? createFakeToolServers();
  const model = createScriptedModel(replies, { name: 'acme', extraBody: { seed: 7 } });
  const { inferencers } = model;
  const recipes = createRecipes({
    inferencers,
    tools,
    events: createFakeEventLog(),
    logger: createFakeLog(),
    recipes: () => new Map(list.map((recipe) => [recipe.name, recipe])),
  });
  const surface = await createSurfaceApp(async (app, requests) => {
    const parts = { inferencers, recipes, requests, tools, conversations };
    await app.register(openAiSurface, { ...parts, startedAt: 1 });
  });
  await surface.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = surface.app.server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    ...surface,
    client: new OpenAI({ baseURL: `${origin}/v1`, apiKey: 'none', maxRetries: 0 }),
    origin,
    model,
    async [Symbol.asyncDispose]() {
      surface.app.server.closeAllConnections();
      await surface[Symbol.asyncDispose]();
    },
  };
}
