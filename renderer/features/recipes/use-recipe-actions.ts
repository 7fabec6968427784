/** What can be done with one recipe of the list. */
import { useNavigate } from '@tanstack/react-router';

import { useQuickEdits } from '#editing/use-quick-edits.tsx';
import { freeName } from './recipe-form-model.ts';
import type { RecipeRow } from './recipe-list-model.ts';
import { recipesOf } from './recipe-value.ts';

export interface RecipeActions {
  readonly busy: ReadonlySet<string>;
  readonly edit: (name: string) => void;
  /** Writes a copy beside it and opens that one. */
  readonly duplicate: (row: RecipeRow) => Promise<void>;
  /** True when it was removed. */
  readonly remove: (row: RecipeRow) => Promise<boolean>;
}

export function useRecipeActions(rows: readonly RecipeRow[]): RecipeActions {
  const navigate = useNavigate();
  const { busy, apply } = useQuickEdits('recipes.toml');
  const edit = (name: string): void => void navigate({ to: '/recipes', search: { edit: name } });
  return {
    busy,
    edit,
    async duplicate({ name }) {
      const copy = freeName(`${name}-copy`, new Set(rows.map((row) => row.name)));
      const isWritten = await apply({
        key: name,
        message: `${copy} is a copy of ${name}.`,
        edits(document) {
          const value = recipesOf(document).get(name);
          return value === undefined ? [] : [{ kind: 'set', path: ['recipes', copy], value }];
        },
      });
      if (isWritten) edit(copy);
    },
    remove: ({ name }) =>
      apply({
        key: name,
        message: `Recipe ${name} is deleted.`,
        edits: () => [{ kind: 'remove', path: ['recipes', name] }],
      }),
  };
}
