import { z } from 'zod';

import { AUTO_MODEL } from '#contract/config.ts';
import { RouterError } from '#core/router-error.ts';
import { fetchText } from './http/fetch-text.ts';
import { parseJson } from './http/parse-json.ts';
import { withDeadline } from './http/with-deadline.ts';
import type { RelayTarget } from './relay/target.ts';

const TIMEOUT_MS = 10_000;

const models = z.array(z.looseObject({ id: z.string().min(1) }));
/** Together answers with a bare list. */
const answerSchema = z.union([
  z.looseObject({ data: models }).transform(({ data }) => data),
  models,
]);

/** The ids an inferencer lists under `/models`. Rejects with a RouterError. */
export async function fetchModelIds(
  target: RelayTarget,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const error = (): RouterError =>
    new RouterError(
      'UPSTREAM_TIMEOUT',
      `inferencer '${target.name}' did not list its models within ${TIMEOUT_MS / 1000} s`,
    );
  const text = await withDeadline({ signal, ms: TIMEOUT_MS, error }, (signal) =>
    fetchText({ target, path: '/models', signal }),
  );
  const parsed = answerSchema.safeParse(parseJson(text));
  if (parsed.success) return firstHand(parsed.data.map(({ id }) => id));
  throw new RouterError(
    'UPSTREAM_INVALID',
    `inferencer '${target.name}' answered /models with something that is no list of models`,
  );
}

/**
 * Without what another router has from a third one: routers that are each other's inferencers, or
 * their own, would list one another without end. Every router lists its automatic model.
 */
function firstHand(ids: readonly string[]): readonly string[] {
  if (!ids.includes(AUTO_MODEL)) return ids;
  const routers = ids.filter((id) => id.endsWith(`/${AUTO_MODEL}`));
  const parts = routers.map((id) => id.slice(0, -AUTO_MODEL.length));
  return ids.filter((id) => !parts.some((part) => id.startsWith(part)));
}
