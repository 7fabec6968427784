import { Skeleton } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';

import type { ConfigDocument } from '#contract/config-editing.ts';
import { useRouterQuery } from '#client/queries.ts';
import { Failure } from '#components/failure.tsx';
import { Notice } from '#components/notice.tsx';
import { PageButton } from '#components/page-link.tsx';
import { Page } from '#components/page.tsx';
import { IssueList } from '#editing/issue-list.tsx';
import { AddInferencer } from './add-inferencer.tsx';
import { AutoCard } from './auto-card.tsx';
import { InferencerDrawer } from './inferencer-drawer.tsx';
import { InferencerEditor } from './inferencer-editor.tsx';
import { InferencerRowView } from './inferencer-row.tsx';
import { inferencerRows } from './inferencer-rows.ts';
import classes from './inferencers.module.css';
import { RemovalDialog } from './removal-dialog.tsx';
import { useInferencerActions } from './use-inferencer-actions.ts';

/** What the background finds out about them comes without an event. */
const REFRESH_MS = 2_000;

/** `open`, `edit` and `add` of the address say what is shown. */
export function InferencersPage(): ReactNode {
  const { edit, add } = useSearch({ from: '/inferencers' });
  if (edit !== undefined) return <InferencerEditor key={edit} name={edit} />;
  return add === undefined ? <Overview /> : <AddInferencer />;
}

function Overview(): ReactNode {
  const { open } = useSearch({ from: '/inferencers' });
  const status = useRouterQuery('status.get', {}, { refetchInterval: REFRESH_MS });
  const config = useRouterQuery('config.read', { file: 'inferencers.toml' });
  const actions = useInferencerActions();
  const rows = status.data === undefined ? [] : inferencerRows(status.data, config.data);
  const error = config.error ?? (status.data === undefined ? status.error : null);
  return (
    <Page
      title="Inferencers"
      hint="Where models come from: programs on this machine, and services."
      actions={
        <PageButton
          variant="filled"
          leftSection={<Plus size={14} aria-hidden />}
          to="/inferencers"
          search={{ add: '' }}
        >
          Add inferencer
        </PageButton>
      }
    >
      {error && (
        <Failure
          what="The inferencers could not be read"
          error={error}
          onRetry={() => void Promise.all([status.refetch(), config.refetch()])}
        />
      )}
      {config.data?.value === null && <BrokenFile document={config.data} />}
      {status.data === undefined && !error && (
        <Skeleton h={200} animate={false} aria-label="Reading" />
      )}
      {status.data && <AutoCard auto={status.data.auto} />}
      {rows.length > 0 && (
        <div className={classes['list']} role="list" aria-label="Inferencers">
          {rows.map((row) => (
            <InferencerRowView
              key={row.name}
              row={row}
              isOpen={row.name === open}
              actions={actions}
            />
          ))}
        </div>
      )}
      <InferencerDrawer row={rows.find(({ name }) => name === open)} actions={actions} />
      <RemovalDialog actions={actions} />
    </Page>
  );
}

/** The router goes on with what it read before; this says so, and where the fault is. */
function BrokenFile({ document }: { readonly document: ConfigDocument }): ReactNode {
  return (
    <Notice
      tone="bad"
      title="inferencers.toml cannot be read, so the last good version counts"
      action={
        <PageButton to="/inferencers" search={{ edit: '' }}>
          Correct it
        </PageButton>
      }
    >
      <IssueList issues={document.issues} />
    </Notice>
  );
}
