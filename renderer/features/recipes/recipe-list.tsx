import { Button, Skeleton, Stack, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Plus, ScrollText, Search } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { useRouterQuery } from '#client/queries.ts';
import { useStore, useWoollama } from '#client/woollama.tsx';
import { Failure } from '#components/failure.tsx';
import { NothingHere } from '#components/nothing-here.tsx';
import { Notice } from '#components/notice.tsx';
import { PageButton } from '#components/page-link.tsx';
import { Page } from '#components/page.tsx';
import { VirtualList } from '#components/virtual-list.tsx';
import { IssueList } from '#editing/issue-list.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { filterRows, recipeRows, type RecipeRow } from './recipe-list-model.ts';
import { RecipeRowView } from './recipe-row.tsx';
import classes from './recipes.module.css';
import { useRecipeActions } from './use-recipe-actions.ts';

const HINT = 'A recipe is a model name: a prompt, an inferencer and allowed tools.';

export function RecipeList(): ReactNode {
  const navigate = useNavigate();
  const create = (): void => void navigate({ to: '/recipes', search: { edit: '' } });
  const button = (
    <Button leftSection={<Plus size={14} aria-hidden />} onClick={create}>
      New recipe
    </Button>
  );
  return (
    <Page title="Recipes" hint={HINT} actions={button} fill>
      <ListBody onCreate={create} />
    </Page>
  );
}

function ListBody({ onCreate }: { readonly onCreate: () => void }): ReactNode {
  const { activity } = useWoollama();
  const reading = useRouterQuery('config.read', { file: 'recipes.toml' });
  const { data: status } = useRouterQuery('status.get', {});
  const { data: tools } = useRouterQuery('tools.list', {});
  const runs = useStore(activity);
  const { data: document, error } = reading;
  if (document === undefined) {
    if (error === null)
      return <Skeleton h={200} animate={false} aria-label="Reading the recipes" />;
    return (
      <Failure
        what="recipes.toml could not be read"
        error={error}
        onRetry={() => void reading.refetch()}
      />
    );
  }
  const rows = recipeRows({ document, status, tools: tools?.tools, activity: runs });
  const faults = document.issues.filter(({ severity }) => severity === 'error');
  return (
    <>
      {document.value === null && (
        <Notice
          tone="bad"
          title="recipes.toml cannot be read; its last good text counts"
          action={
            <PageButton to="/recipes" search={{ edit: '' }}>
              Put it right
            </PageButton>
          }
        >
          <IssueList issues={faults} />
        </Notice>
      )}
      {rows.length === 0 && document.value !== null ? (
        <NoRecipes onCreate={onCreate} />
      ) : (
        <Rows rows={rows} />
      )}
    </>
  );
}

function NoRecipes({ onCreate }: { readonly onCreate: () => void }): ReactNode {
  return (
    <NothingHere
      icon={ScrollText}
      title="No recipes yet"
      action={<Button onClick={onCreate}>New recipe</Button>}
    >
      A recipe gives every program a model that has your prompt and may use the tools you choose.
    </NothingHere>
  );
}

function Rows({ rows }: { readonly rows: readonly RecipeRow[] }): ReactNode {
  const [query, setQuery] = useState('');
  const [deleting, setDeleting] = useState<RecipeRow>();
  const actions = useRecipeActions(rows);
  const found = filterRows(rows, query);
  return (
    <Stack gap="xs" style={{ flex: 1, minHeight: 0 }}>
      <TextInput
        size="xs"
        w={260}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        leftSection={<Search size={14} aria-hidden />}
        placeholder="Search"
        aria-label="Search recipes"
      />
      {found.length === 0 ? (
        <NothingHere icon={Search} title="No recipe has these words">
          Search looks at names, descriptions, inferencers and states.
        </NothingHere>
      ) : (
        <div className={classes['list']}>
          <VirtualList items={found} keyOf={({ name }) => name} estimate={52} label="Recipes">
            {(row) => <RecipeRowView row={row} actions={actions} onDelete={setDeleting} />}
          </VirtualList>
        </div>
      )}
      <DeleteDialog row={deleting} actions={actions} onClose={() => setDeleting(undefined)} />
    </Stack>
  );
}
