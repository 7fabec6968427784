import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

import type { ActivityRequest } from '#contract/activity.ts';
import { CopyButton } from '#components/copy-button.tsx';
import { PageButton, PageLink } from '#components/page-link.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { StateLabel } from '#components/state-label.tsx';
import { describeAge, useNow } from '#components/time-ago.tsx';
import type { RecipeRow } from './recipe-list-model.ts';
import { RecipeMenu } from './recipe-menu.tsx';
import classes from './recipes.module.css';
import type { RecipeActions } from './use-recipe-actions.ts';

interface RecipeRowProps {
  readonly row: RecipeRow;
  readonly actions: RecipeActions;
  readonly onDelete: (row: RecipeRow) => void;
}

export function RecipeRowView({ row, actions, onDelete }: RecipeRowProps): ReactNode {
  const { name, model, state, inferencer, tools, lastRun } = row;
  const shown = revealHidden(name);
  return (
    <div className={classes['row']}>
      <StateLabel tone={state.tone}>{state.word}</StateLabel>
      <div style={{ minWidth: 0 }}>
        <RecipeName row={row} />
        <Subline row={row} />
      </div>
      <div className={`${classes['model'] ?? ''} ${classes['wideOnly'] ?? ''}`}>
        <span className="mono ellipsis" dir="ltr" title={revealHidden(model)}>
          {revealHidden(model)}
        </span>
      </div>
      <CopyButton text={model} label={`Copy woollama/${shown}`} />
      <span
        className={`${classes['fact'] ?? ''} ellipsis`}
        dir="ltr"
        title={revealHidden(inferencer)}
      >
        {revealHidden(inferencer)}
      </span>
      <span className={`${classes['fact'] ?? ''} numbers`}>
        {tools} {tools === 1 ? 'tool' : 'tools'}
      </span>
      <LastRun run={lastRun} />
      {row.isOffered ? (
        <PageButton to="/playground" search={{ model }} aria-label={`Try ${shown}`}>
          Try
        </PageButton>
      ) : (
        <span />
      )}
      <RecipeMenu row={row} actions={actions} onDelete={onDelete} />
    </div>
  );
}

function RecipeName({ row }: { readonly row: RecipeRow }): ReactNode {
  const shown = revealHidden(row.name);
  if (row.entry === undefined) {
    return (
      <Text size="sm" fw={600} className="ellipsis" title={shown}>
        {shown}
      </Text>
    );
  }
  return (
    <PageLink
      to="/recipes"
      search={{ edit: row.name }}
      className={`${classes['name'] ?? ''} ellipsis`}
      title={shown}
    >
      {shown}
    </PageLink>
  );
}

/** Why it cannot run; else what it is for. */
function Subline({ row }: { readonly row: RecipeRow }): ReactNode {
  const { state, description, entry } = row;
  const made = entry === undefined ? 'From the folder of patterns' : '';
  const text = revealHidden(state.reason ?? (description === '' ? made : description));
  return (
    <Text size="xs" c="dimmed" className={classes['subline'] ?? ''} dir="auto" title={text}>
      {text}
    </Text>
  );
}

const OUTCOMES = {
  running: 'runs now',
  ok: 'ran',
  error: 'failed',
  cancelled: 'cancelled',
} as const;

function LastRun({ run }: { readonly run: ActivityRequest | undefined }): ReactNode {
  const className = `${classes['fact'] ?? ''} ${classes['wideOnly'] ?? ''} numbers ellipsis`;
  if (run === undefined) return <span className={className}>not run yet</span>;
  return (
    <PageLink
      to="/activity"
      search={{ request: run.id }}
      className={className}
      title={new Date(run.startedAt).toLocaleString()}
    >
      {OUTCOMES[run.state]} <Age run={run} />
    </PageLink>
  );
}

function Age({ run }: { readonly run: ActivityRequest }): ReactNode {
  const age = describeAge(useNow() - run.startedAt);
  if (run.state === 'running') return null;
  return age === 'now' ? 'just now' : age;
}
