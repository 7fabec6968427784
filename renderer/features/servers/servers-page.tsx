import { Button, Skeleton } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus, Server } from 'lucide-react';
import type { ReactNode } from 'react';

import { useRouterQuery } from '#client/queries.ts';
import { Failure } from '#components/failure.tsx';
import { NothingHere } from '#components/nothing-here.tsx';
import { Notice } from '#components/notice.tsx';
import { Page } from '#components/page.tsx';
import { IssueList } from '#editing/issue-list.tsx';
import { AddDialog } from './add-dialog.tsx';
import { ServerDrawer } from './server-drawer.tsx';
import { ServerEditor } from './server-editor.tsx';
import { ServerList } from './server-list.tsx';
import { serverRows } from './server-list-model.ts';
import { ServerQuestions } from './server-questions.tsx';
import { useServerActions } from './use-server-actions.tsx';

/** `open`, `edit`, `add` and `review` of the address say what is shown. */
export function ServersPage(): ReactNode {
  const { edit } = useSearch({ from: '/servers' });
  return edit === undefined ? <Overview /> : <ServerEditor key={edit} name={edit} />;
}

function Overview(): ReactNode {
  const { open, add, review } = useSearch({ from: '/servers' });
  const navigate = useNavigate();
  const status = useRouterQuery('status.get', {});
  const config = useRouterQuery('config.read', { file: 'mcp.json' });
  const actions = useServerActions();
  const rows = serverRows({ status: status.data, document: config.data });
  const openRow = rows.find(({ name }) => name === open);
  const isRead = status.data !== undefined && config.data !== undefined;
  const startAdding = (): void => void navigate({ to: '/servers', search: { add: 'paste' } });
  const addButton = (
    <Button leftSection={<Plus size={14} aria-hidden />} onClick={startAdding}>
      Add server
    </Button>
  );
  return (
    <Page
      title="Servers"
      hint="The tool servers (MCP) whose tools your programs can use."
      actions={rows.length > 0 && addButton}
      fill
    >
      {config.error && (
        <Failure
          what="mcp.json could not be read"
          error={config.error}
          onRetry={() => void config.refetch()}
        />
      )}
      {config.data?.value === null && <BrokenFile />}
      {!isRead && !config.error && <Skeleton h={200} animate={false} aria-label="Reading" />}
      {isRead && rows.length > 0 && <ServerList rows={rows} openName={open} actions={actions} />}
      {isRead && rows.length === 0 && config.data.value !== null && (
        <NothingHere icon={Server} title="No servers yet" action={addButton}>
          A server gives your models tools: files, a database, the web. Paste what its README says,
          or take over what another program already knows.
        </NothingHere>
      )}
      <ServerDrawer
        row={openRow}
        actions={actions}
        onClose={() => void navigate({ to: '/servers', search: {} })}
      />
      <AddDialog way={add} review={review} />
      <ServerQuestions rows={rows} actions={actions} />
    </Page>
  );
}

/** The router goes on with what it read before; this says so, and where the fault is. */
function BrokenFile(): ReactNode {
  const navigate = useNavigate();
  const { data } = useRouterQuery('config.read', { file: 'mcp.json' });
  return (
    <Notice
      tone="bad"
      title="mcp.json cannot be read, so the last good version counts"
      action={
        <Button
          variant="default"
          onClick={() => void navigate({ to: '/servers', search: { edit: '' } })}
        >
          Correct it
        </Button>
      }
    >
      <IssueList issues={data?.issues ?? []} />
    </Notice>
  );
}
