/** What must be put right in the form before anything can be written. */
import { paramProblems } from './params-model.ts';
import type { RecipeForm } from './recipe-form-model.ts';

export type FormProblems = Partial<Record<keyof RecipeForm, string>>;

/** By field; what the file said before is not refused. `others` are the names of other recipes. */
export function formProblems(
  form: RecipeForm,
  base: RecipeForm,
  others: { has(name: string): boolean },
): FormProblems {
  const { name, maxTurns, timeout } = form;
  const found: FormProblems = {
    ...paramProblems(form),
    ...nameProblem(name.trim(), base.name, others),
    ...(isWhole(maxTurns) ? {} : { maxTurns: 'A whole number, or empty.' }),
    ...(isSeconds(timeout) ? {} : { timeout: 'A number of seconds, or empty.' }),
  };
  const fields = Object.keys(found) as (keyof RecipeForm)[];
  for (const field of fields) {
    if (field !== 'name' && form[field] === base[field]) delete found[field];
  }
  return found;
}

function nameProblem(
  name: string,
  before: string,
  others: { has(name: string): boolean },
): FormProblems {
  if (name === '') return { name: 'Give it a name.' };
  if (name !== before && others.has(name)) return { name: 'There is a recipe of this name.' };
  return {};
}

function isWhole(typed: string): boolean {
  return typed.trim() === '' || Number.isInteger(Number(typed));
}

function isSeconds(typed: string): boolean {
  return typed.trim() === '' || Number(typed) >= 0;
}
