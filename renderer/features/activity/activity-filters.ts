/** Which requests are shown. */
import type { Activity, ActivityRequest, ActivityState } from '#contract/activity.ts';
import { directTool, subjectOf } from '#activity-view/describe-request.ts';
import { serverOf } from '#activity-view/error-advice.ts';
import { clientOf } from './client-name.ts';
import { nestRequests } from './nest-requests.ts';

/** `null` lets everything through. */
export interface ActivityFilters {
  readonly client: string | null;
  readonly model: string | null;
  readonly server: string | null;
  readonly state: ActivityState | null;
  readonly text: string;
}

export const NO_FILTERS: ActivityFilters = {
  client: null,
  model: null,
  server: null,
  state: null,
  text: '',
};

interface Facts {
  readonly client: string;
  readonly servers: ReadonlySet<string>;
  readonly text: string;
}

/** Ten times a second all requests are asked, and few of them changed. */
const known = new WeakMap<ActivityRequest, Facts>();

function factsOf(request: ActivityRequest): Facts {
  const before = known.get(request);
  if (before !== undefined) return before;
  const facts = readFacts(request);
  known.set(request, facts);
  return facts;
}

function readFacts(request: ActivityRequest): Facts {
  const client = clientOf(request);
  const tools = [directTool(request) ?? '', ...request.calls.map(({ tool }) => tool)];
  const servers = new Set(tools.flatMap((tool) => serverOf(tool) ?? []));
  const previews = request.calls.flatMap((call) => [call.argumentsPreview, call.resultPreview]);
  const turns = request.turns.map(({ model }) => model);
  const { id, surface, errorCode } = request;
  const words = [id, surface, errorCode, client, request.client, subjectOf(request)];
  const text = [...words, ...tools, ...turns, ...previews].join('\n').toLowerCase();
  return { client, servers, text };
}

function matches(request: ActivityRequest, filters: ActivityFilters): boolean {
  const { client, model, server, state, text } = filters;
  if (state !== null && request.state !== state) return false;
  if (model !== null && request.model !== model) return false;
  const facts = factsOf(request);
  if (client !== null && facts.client !== client) return false;
  if (server !== null && !facts.servers.has(server)) return false;
  const words = text.toLowerCase().split(/\s+/);
  return words.every((word) => facts.text.includes(word));
}

/** The newest first, each followed by those that were made in its name. */
export function filterActivity(
  activity: Activity,
  filters: ActivityFilters,
): readonly ActivityRequest[] {
  const shown = [...activity.values()].filter((request) => matches(request, filters));
  return nestRequests(shown.toReversed());
}

export interface FilterChoices {
  readonly clients: readonly string[];
  readonly models: readonly string[];
  readonly servers: readonly string[];
}

/** What can be chosen, in alphabetical order; what is chosen stays, even when its requests are gone. */
export function filterChoices(activity: Activity, chosen: ActivityFilters): FilterChoices {
  const clients = new Set<string>();
  const models = new Set<string>();
  const servers = new Set<string>();
  for (const request of activity.values()) {
    const facts = factsOf(request);
    clients.add(facts.client);
    if (request.model !== undefined) models.add(request.model);
    for (const server of facts.servers) servers.add(server);
  }
  const listed = (names: Set<string>, kept: string | null): readonly string[] => {
    if (kept !== null) names.add(kept);
    return [...names].sort((a, b) => a.localeCompare(b));
  };
  return {
    clients: listed(clients, chosen.client),
    models: listed(models, chosen.model),
    servers: listed(servers, chosen.server),
  };
}

export function hasFilters(filters: ActivityFilters): boolean {
  const { text, ...chosen } = filters;
  return text.trim() !== '' || Object.values(chosen).some((value) => value !== null);
}

/** How many requests are in one and not yet in the other. */
export function countNew(now: Activity, before: Activity): number {
  let count = 0;
  for (const id of now.keys()) if (!before.has(id)) count += 1;
  return count;
}
