/** `/w1/patterns`: recipes as prompt templates that can be listed, rendered and run. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

import { REQUEST_HEADER } from '#contract/activity.ts';
import type { ChatMessage } from '#core/chat.ts';
import type { Recipe, RecipeRun, Recipes } from '#core/ports/recipes.ts';
import type { Requests } from '#core/ports/requests.ts';
import { RouterError } from '#core/router-error.ts';
import { tracingHeaders } from '../shared/forwarded-headers.ts';
import { parseBody } from '../shared/parse-body.ts';
import { toRawBody } from '../shared/raw-body.ts';
import { sendChunks, sendCompletion } from '../shared/send-chat.ts';
import { runTracked } from '../shared/tracked.ts';

export interface PatternsSurfaceOptions {
  readonly recipes: Recipes;
  readonly requests: Requests;
}

const message = z.looseObject({ role: z.string() });

const renderBody = z.looseObject({
  input: z.string().default(''),
  variables: z.record(z.string(), z.unknown()).default({}),
});

const runBody = z.looseObject({
  input: z.union([z.string(), z.array(message).min(1)]).default(''),
  variables: z.record(z.string(), z.unknown()).default({}),
  model: z.string().min(1).optional(),
  stream: z.boolean().default(false),
  stream_options: z.record(z.string(), z.unknown()).exactOptional(),
  options: z.record(z.string(), z.unknown()).default({}),
});

type Named = { Params: { '*': string } };

export async function patternsSurface(
  app: FastifyInstance,
  options: PatternsSurfaceOptions,
): Promise<void> {
  const { recipes } = options;

  app.get('/w1/patterns', async () => ({
    data: recipes.list().map((recipe) => ({
      name: recipe.name,
      ...(recipe.description !== undefined && { description: recipe.description }),
      variables: recipes.variables(recipe),
      source: 'recipe',
    })),
  }));

  // A recipe's name may hold slashes, so the action is what stands behind the last one.
  app.post<Named>('/w1/patterns/*', async (request, reply) => {
    const path = request.params['*'];
    const slash = path.lastIndexOf('/');
    const action = path.slice(slash + 1);
    const recipe = findPattern(recipes, path.slice(0, Math.max(slash, 0)));
    const body = toRawBody(request.body).whole();
    if (action === 'render') {
      const { input, variables } = parseBody(body, renderBody);
      return { prompt: `${recipes.render(recipe, variables)}\n\n${input}` };
    }
    if (action !== 'run') throw new RouterError('NOT_FOUND', `a pattern cannot '${action}'`);
    const wanted = parseBody(body, runBody);
    await runTracked(request, reply, {
      requests: options.requests,
      surface: 'patterns',
      model: wanted.model ?? `woollama/${recipe.name}`,
      async work(open, out) {
        out.setHeader(REQUEST_HEADER, open.id);
        const run = toRun(recipes, recipe, wanted);
        const headers = tracingHeaders(request.headers);
        const runOptions = { requestId: open.id, signal: open.signal, headers };
        return wanted.stream
          ? sendChunks(recipes.stream(run, runOptions), open, out)
          : sendCompletion(await recipes.complete(run, runOptions), out);
      },
    });
    return reply;
  });
}

function findPattern(recipes: Recipes, name: string): Recipe {
  const recipe = recipes.find(name);
  if (recipe !== undefined) return recipe;
  throw new RouterError('UNKNOWN_RECIPE', `unknown pattern '${name}'`, { param: 'name' });
}

function toRun(recipes: Recipes, recipe: Recipe, wanted: z.infer<typeof runBody>): RecipeRun {
  const messages: readonly ChatMessage[] =
    typeof wanted.input === 'string' ? [{ role: 'user', content: wanted.input }] : wanted.input;
  return {
    recipe,
    request: {
      model: wanted.model ?? `woollama/${recipe.name}`,
      messages,
      stream: wanted.stream,
      ...(wanted.stream_options && { stream_options: wanted.stream_options }),
    },
    overrides: {
      system: recipes.render(recipe, wanted.variables),
      params: wanted.options,
      ...(wanted.model !== undefined && { inferencer: wanted.model }),
    },
  };
}
