/** A recipe as a form, and the form as single edits, so that unknown keys and comments stay. */
import type { ConfigDocument, ConfigEditRequest } from '#contract/config-editing.ts';
import { AUTO_MODEL } from '#contract/config.ts';
import { paramEdits, paramsOf, paramsValue, type ParamsForm } from './params-model.ts';
import { listAt, recipesOf, textAt, type JsonObject } from './recipe-value.ts';
import {
  variableEdits,
  variablesOf,
  variablesValue,
  type VariableForm,
} from './variables-model.ts';

export interface RecipeForm extends ParamsForm {
  readonly name: string;
  readonly description: string;
  readonly inferencer: string;
  readonly system: string;
  /** The allow-list as it stands in the file: names and patterns. */
  readonly tools: readonly string[];
  readonly variables: readonly VariableForm[];
  /** As typed; empty for the usual. */
  readonly maxTurns: string;
  /** Seconds as typed; empty for none. */
  readonly timeout: string;
  readonly vision: boolean;
}

/** The form of a recipe in this document; of a new one when there is none of that name. */
export function readForm(document: ConfigDocument, name: string): RecipeForm {
  const recipes = recipesOf(document);
  const entry = recipes.get(name);
  return formOf(entry === undefined && name === '' ? freeName('my-recipe', recipes) : name, entry);
}

function formOf(name: string, entry: JsonObject | undefined): RecipeForm {
  return {
    name,
    description: textAt(entry, 'description') ?? '',
    inferencer: textAt(entry, 'inferencer') ?? AUTO_MODEL,
    system: textAt(entry, 'system') ?? '',
    tools: listAt(entry, 'tools'),
    variables: variablesOf(entry),
    ...paramsOf(entry),
    maxTurns: textAt(entry, 'max_turns') ?? '',
    timeout: textAt(entry, 'timeout') ?? '',
    vision: entry?.['vision'] === true,
  };
}

/** `name`, or `name-2` and so on when that is taken. */
export function freeName(name: string, taken: { has(name: string): boolean }): string {
  if (!taken.has(name)) return name;
  let next = 2;
  while (taken.has(`${name}-${next}`)) next++;
  return `${name}-${next}`;
}

interface FormChange {
  readonly before: RecipeForm;
  readonly after: RecipeForm;
  /** Whether the file has the recipe. */
  readonly exists: boolean;
}

/** Only what differs becomes an edit; a recipe that is not in the file is written whole. */
export function editsOf({ before, after, exists }: FormChange): readonly ConfigEditRequest[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  // An empty name is told in the form; the rest of the change can be looked at meanwhile.
  const name = after.name.trim() || before.name;
  if (!exists) return [{ kind: 'set', path: ['recipes', name], value: valueOf(after) }];
  const at = ['recipes', before.name];
  const [was, is] = [plainValues(before), plainValues(after)];
  return [
    ...Object.keys(is).flatMap((key) => edit([...at, key], was[key], is[key])),
    ...paramEdits(at, before, after),
    ...variableEdits(at, before.variables, after.variables),
    // Last: the paths above name it as it was.
    ...(name === before.name ? [] : [{ kind: 'rename', path: at, to: name } as const]),
  ];
}

/** What the file would say for this form alone; keys that are not needed are left out. */
function valueOf(form: RecipeForm): JsonObject {
  const values = { ...plainValues(form), ...paramsValue(form), ...variablesValue(form.variables) };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** By key of the file, in the order in which a new recipe gets them. */
function plainValues(form: RecipeForm): JsonObject {
  return {
    description: form.description.trim() || undefined,
    inferencer: form.inferencer.trim(),
    tools: form.tools,
    system: promptText(form.system),
    max_turns: numberOf(form.maxTurns),
    timeout: numberOf(form.timeout),
    vision: form.vision || undefined,
  };
}

/** A prompt of several lines ends with one, so that its closing quotes stand on their own. */
function promptText(system: string): string {
  return system.includes('\n') && !system.endsWith('\n') ? `${system}\n` : system;
}

/** What is no number is told in the form and not written. */
function numberOf(typed: string): number | undefined {
  const number = Number(typed);
  return typed.trim() === '' || !Number.isFinite(number) ? undefined : number;
}

function edit(path: string[], was: unknown, is: unknown): readonly ConfigEditRequest[] {
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  return is === undefined ? [{ kind: 'remove', path }] : [{ kind: 'set', path, value: is }];
}
