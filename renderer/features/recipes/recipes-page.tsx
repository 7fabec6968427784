import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { RecipeEditor } from './recipe-editor.tsx';
import { RecipeList } from './recipe-list.tsx';

const route = getRouteApi('/recipes');

/** The list, or the editor of one recipe. */
export function RecipesPage(): ReactNode {
  const { edit } = route.useSearch();
  const navigate = useNavigate();
  if (edit === undefined) return <RecipeList />;
  const close = (): void => void navigate({ to: '/recipes', search: {} });
  // Another recipe is another draft.
  return <RecipeEditor key={edit} name={edit} onClose={close} />;
}
