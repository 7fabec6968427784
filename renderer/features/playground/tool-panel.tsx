import { Button, ScrollArea, Stack } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { ControlError } from '#contract/control-client.ts';
import type { ToolInfo } from '#contract/tools.ts';
import { RequestFailure } from '#activity-view/request-failure.tsx';
import { useStore } from '#client/woollama.tsx';
import { Notice } from '#components/notice.tsx';
import { PlainText, revealHidden } from '#components/plain-text.tsx';
import { LoopPanel } from './loop-panel.tsx';
import { usePlaygroundSession } from './playground-session.ts';
import { ToolForm } from './tool-form.tsx';
import { ToolResultView } from './tool-result.tsx';
import classes from './playground.module.css';

/** One tool: its form, its progress, its answer. */
export function ToolPanel({ tool }: { readonly tool: ToolInfo }): ReactNode {
  const { tools } = usePlaygroundSession();
  const run = useStore(tools.runs).get(tool.name);
  return (
    <div className={classes['split']}>
      <ScrollArea
        className={classes['main'] ?? ''}
        viewportProps={{ tabIndex: 0, 'aria-label': `Tool ${revealHidden(tool.name)}` }}
      >
        <Stack gap="md" pr="sm" pb="sm">
          {tool.description !== '' && (
            <PlainText text={tool.description} c="dimmed" className={classes['said'] ?? ''} />
          )}
          <ToolForm
            name={tool.name}
            schema={tool.inputSchema}
            running={run?.state === 'running'}
            onRun={(args) => void tools.run(tool.name, args)}
          />
          {run?.result !== undefined && <ToolResultView result={run.result} />}
          {run?.error !== undefined && <RunFailure error={run.error} tool={tool.name} />}
        </Stack>
      </ScrollArea>
      <LoopPanel
        requestId={run?.requestId}
        hint="The call shows here while it runs, with its progress where the server sends it."
      />
    </div>
  );
}

function RunFailure({ error, tool }: { readonly error: Error; readonly tool: string }): ReactNode {
  const code = error instanceof ControlError ? error.code : '';
  // Giving up is no failure.
  if (code === 'CANCELLED') return <Notice tone="info" title="The call was cancelled" />;
  return <RequestFailure code={code} message={error.message} asked={{ tool }} />;
}

/** There is no such tool now. */
export function NoTool({ name }: { readonly name: string }): ReactNode {
  const navigate = useNavigate();
  return (
    <Notice
      tone="warn"
      title={`There is no tool ${revealHidden(name)} now`}
      action={
        <Button variant="default" onClick={() => void navigate({ to: '/servers' })}>
          Look at the servers
        </Button>
      }
    >
      Its server may not be connected, or mcp.json does not permit the tool.
    </Notice>
  );
}
