/** Everything the Playground can be pointed at. */
import type { ToolInfo } from '#contract/tools.ts';
import { RECIPE_PREFIX } from './chat-request.ts';

export type Target =
  | { readonly kind: 'model'; readonly model: string }
  | { readonly kind: 'tool'; readonly tool: string };

export interface TargetOption {
  readonly value: string;
  readonly label: string;
}

export interface TargetGroup {
  readonly group: string;
  readonly items: readonly TargetOption[];
}

export function toValue(target: Target): string {
  return target.kind === 'model' ? `model:${target.model}` : `tool:${target.tool}`;
}

export function fromValue(value: string): Target {
  const name = value.slice(value.indexOf(':') + 1);
  return value.startsWith('tool:') ? { kind: 'tool', tool: name } : { kind: 'model', model: name };
}

interface Known {
  readonly models: readonly string[];
  readonly tools: readonly ToolInfo[];
}

/** What was asked for is offered, even when nobody knows it. */
export function toTargetGroups({ models, tools }: Known, chosen: Target): readonly TargetGroup[] {
  const isRecipe = (model: string): boolean => model.startsWith(RECIPE_PREFIX);
  const model = (id: string): TargetOption => {
    const value = toValue({ kind: 'model', model: id });
    return { value, label: isRecipe(id) ? id.slice(RECIPE_PREFIX.length) : id };
  };
  const permitted = tools.filter((tool) => tool.permitted);
  const groups = [
    { group: 'Recipes', items: models.filter(isRecipe).map(model) },
    { group: 'Models', items: models.filter((id) => !isRecipe(id)).map(model) },
    {
      group: 'Tools',
      items: permitted.map(({ name }) => ({
        value: toValue({ kind: 'tool', tool: name }),
        label: name,
      })),
    },
  ].filter(({ items }) => items.length > 0);
  const value = toValue(chosen);
  if (groups.some(({ items }) => items.some((item) => item.value === value))) return groups;
  const label = chosen.kind === 'model' ? chosen.model : chosen.tool;
  return [...groups, { group: 'Not listed', items: [{ value, label }] }];
}

/** All words must be in the name; so many of each group are shown. */
export function searchGroups(
  groups: readonly TargetGroup[],
  search: string,
  limit: number,
): readonly TargetGroup[] {
  const words = search.toLowerCase().split(/\s+/);
  const isWanted = ({ label }: TargetOption): boolean =>
    words.every((word) => label.toLowerCase().includes(word));
  return groups
    .map(({ group, items }) => ({ group, items: items.filter(isWanted).slice(0, limit) }))
    .filter(({ items }) => items.length > 0);
}

/** The recipe of the first start, which calls a tool that can be watched. */
const EXAMPLE = `${RECIPE_PREFIX}streamer`;

/** Where one begins: with the example, else with what always answers. */
export function firstTarget(models: readonly string[]): Target {
  return { kind: 'model', model: models.includes(EXAMPLE) ? EXAMPLE : 'auto/default' };
}
