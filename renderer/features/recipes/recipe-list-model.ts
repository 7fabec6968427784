/** The rows of the list: every recipe the router offers or the file names, and whether it can run. */
import type { Activity, ActivityRequest } from '#contract/activity.ts';
import type { ConfigDocument } from '#contract/config-editing.ts';
import type { ConfigIssue } from '#contract/config.ts';
import { CLAUDE_CODE, RESERVED_NAMESPACES } from '#contract/names.ts';
import type { RouterStatus } from '#contract/status.ts';
import type { ToolInfo } from '#contract/tools.ts';
import type { StateTone } from '#components/state-label.tsx';
import { listAt, recipesOf, textAt, type JsonObject } from './recipe-value.ts';
import { groupTools, readSelection, type ToolGroup } from './tool-selection.ts';

export interface RecipeRow {
  readonly name: string;
  /** What programs ask for. */
  readonly model: string;
  readonly description: string;
  readonly inferencer: string;
  /** How many tools it may use now. */
  readonly tools: number;
  /** As it stands in recipes.toml; undefined for one made from a folder of prompts. */
  readonly entry: JsonObject | undefined;
  /** Whether programs can ask for it now. */
  readonly isOffered: boolean;
  readonly state: RecipeState;
  readonly lastRun: ActivityRequest | undefined;
}

export interface RecipeState {
  readonly tone: StateTone;
  readonly word: string;
  /** Why, in a sentence; undefined when it can run. */
  readonly reason?: string | undefined;
}

export interface RecipeSources {
  readonly document: ConfigDocument | undefined;
  readonly status: RouterStatus | undefined;
  readonly tools: readonly ToolInfo[] | undefined;
  readonly activity: Activity;
}

export function recipeRows(sources: RecipeSources): readonly RecipeRow[] {
  const { document, status, activity } = sources;
  const entries = recipesOf(document);
  const groups = sources.tools && groupTools(sources.tools.filter(({ permitted }) => permitted));
  const runs = lastRuns(activity);
  const names = new Set([...entries.keys(), ...(status?.recipes ?? [])]);
  return [...names].map((name) => {
    const entry = entries.get(name);
    const model = `woollama/${name}`;
    const selection = groups && readSelection(listAt(entry, 'tools'), groups);
    return {
      name,
      model,
      description: textAt(entry, 'description') ?? '',
      inferencer: textAt(entry, 'inferencer') ?? '',
      tools: selection?.permittedBy.size ?? 0,
      entry,
      isOffered: status?.recipes.includes(name) === true,
      state: judge({ name, entry, status, groups }),
      lastRun: runs.get(model),
    };
  });
}

/** The newest request of each model. */
function lastRuns(activity: Activity): ReadonlyMap<string, ActivityRequest> {
  const runs = new Map<string, ActivityRequest>();
  for (const request of activity.values()) {
    if (request.model !== undefined) runs.set(request.model, request);
  }
  return runs;
}

interface Case {
  readonly name: string;
  readonly entry: JsonObject | undefined;
  readonly status: RouterStatus | undefined;
  /** Undefined while the tools are not known. */
  readonly groups: readonly ToolGroup[] | undefined;
}

const READY: RecipeState = { tone: 'ok', word: 'Ready' };

function judge({ name, entry, status, groups }: Case): RecipeState {
  if (status === undefined) return { tone: 'busy', word: 'Reading' };
  const issues = issuesOf(status.issues, name);
  const fault = issues.find(({ severity }) => severity === 'error');
  if (fault !== undefined) return { tone: 'bad', word: 'Not used', reason: sentence(fault) };
  if (entry === undefined) return READY;
  const inferencer = judgeInferencer(textAt(entry, 'inferencer') ?? '', status);
  if (inferencer !== undefined) return inferencer;
  const tools = groups && judgeTools(listAt(entry, 'tools'), groups, status);
  if (tools !== undefined) return tools;
  const [warning] = issues;
  if (warning !== undefined) return { tone: 'warn', word: 'Look at it', reason: sentence(warning) };
  // Just written: the router tells in a moment.
  return status.recipes.includes(name) ? READY : { tone: 'busy', word: 'Reading' };
}

function issuesOf(issues: readonly ConfigIssue[], name: string): readonly ConfigIssue[] {
  const key = `recipes.${name}`;
  return issues.filter((issue) => issue.key === key || issue.key?.startsWith(`${key}.`) === true);
}

function sentence({ message, hint }: ConfigIssue): string {
  return hint === undefined ? message : `${message}. ${hint}`;
}

function judgeInferencer(model: string, status: RouterStatus): RecipeState | undefined {
  const name = model.split('/')[0] ?? '';
  if (name === 'auto') return undefined;
  const known = status.inferencers.find((one) => one.name === name);
  // The router knows the name and answers that it cannot be used here.
  if (known === undefined && RESERVED_NAMESPACES.includes(name) && name !== 'woollama') {
    const reason = `This version cannot ask ${name}.`;
    return { tone: 'off', word: 'Cannot run', reason };
  }
  if (name === CLAUDE_CODE && known?.problem !== undefined) {
    return { tone: 'off', word: 'Cannot run', reason: `${known.problem}.` };
  }
  if (known === undefined) {
    const reason = `There is no inferencer '${name}'.`;
    return { tone: 'bad', word: 'No inferencer', reason };
  }
  if (known.key === 'missing') {
    const key = known.keyName === undefined ? 'a key' : `the key ${known.keyName}`;
    return { tone: 'warn', word: 'Key missing', reason: `Inferencer ${name} needs ${key}.` };
  }
  if (known.problem !== undefined) {
    return { tone: 'warn', word: 'Unreachable', reason: known.problem };
  }
  return undefined;
}

function judgeTools(
  allowed: readonly string[],
  groups: readonly ToolGroup[],
  status: RouterStatus,
): RecipeState | undefined {
  const { permittedBy, patterns, missing } = readSelection(allowed, groups);
  const wholes = groups.map(({ all }) => all);
  const idle = patterns.filter(({ matches }) => matches === 0).map(({ entry }) => entry);
  const without = [...missing, ...idle.filter((entry) => !wholes.includes(entry))];
  const [first] = without;
  if (first === undefined) return undefined;
  const more = without.length === 1 ? '' : ` and ${without.length - 1} more`;
  const isStarting = serverOf(first, status)?.state === 'starting';
  if (isStarting) return { tone: 'busy', word: 'Tools start' };
  const reason = `${first}${more}: ${whyMissing(first, status)}.`;
  if (permittedBy.size > 0) return { tone: 'warn', word: 'Tool missing', reason };
  return { tone: 'bad', word: 'No tools', reason };
}

function whyMissing(entry: string, status: RouterStatus): string {
  const server = serverOf(entry, status);
  if (server === undefined) return 'there is no server of that name';
  const { name, state, reason } = server;
  if (state === 'connected') return `server ${name} has no such tool, or it is switched off`;
  if (state === 'disabled') return `server ${name} is off`;
  return `server ${name} is ${state}${reason === undefined ? '' : ` (${reason})`}`;
}

function serverOf(entry: string, { servers }: RouterStatus) {
  const plain = entry.replace(/^mcp__/, '');
  return servers
    .filter(({ name }) => plain.startsWith(`${name}.`) || plain.startsWith(`${name}__`))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

/** Rows of which the name, description, inferencer or state has every word of the query. */
export function filterRows(rows: readonly RecipeRow[], query: string): readonly RecipeRow[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ name, description, inferencer, state }) => {
    const text = `${name} ${description} ${inferencer} ${state.word}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
