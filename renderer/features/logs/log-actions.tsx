import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Download, FolderOpen } from 'lucide-react';
import type { ReactNode } from 'react';

import type { LogLine } from '#contract/logs.ts';
import { callShell } from '#client/shell.ts';
import { useWoollama } from '#client/woollama.tsx';
import { CopyButton } from '#components/copy-button.tsx';
import { saveAs } from '#components/save-as.ts';
import { lineText } from './log-filter.ts';

/** What can be done with the lines that are shown. */
export function LogActions({ lines }: { readonly lines: readonly LogLine[] }): ReactNode {
  const { shell } = useWoollama();
  const openFolder = (): void => {
    if (shell === undefined) return;
    callShell(shell, 'shell.open-path', { place: 'logs' }).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      notifications.show({ title: 'The folder could not be opened', message, color: 'red' });
    });
  };
  return (
    <>
      <CopyButton text={() => toText(lines)} label="Copy lines" wide />
      <Button
        variant="default"
        leftSection={<Download size={14} aria-hidden />}
        onClick={() => saveAs('woollama-log.txt', 'text/plain', toText(lines))}
      >
        Export
      </Button>
      {shell !== undefined && (
        <Button
          variant="default"
          leftSection={<FolderOpen size={14} aria-hidden />}
          onClick={openFolder}
        >
          Open folder
        </Button>
      )}
    </>
  );
}

function toText(lines: readonly LogLine[]): string {
  return lines.map(lineText).join('\n');
}
