import { Button, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import type { ConfigDocument } from '#contract/config-editing.ts';
import { useRouterCall } from '#client/queries.ts';
import { useWoollama } from '#client/woollama.tsx';
import { ConfirmDialog } from '#components/confirm-dialog.tsx';
import { Failure } from '#components/failure.tsx';
import { showSaved } from '#editing/undo-notice.tsx';

const EMPTY = '# Settings of Woollama. Everything is as the program decides.\n';

interface ResetButtonProps {
  readonly document: ConfigDocument | undefined;
}

/** Back to what the program decides; the text before is kept beside the file, and undo brings it back. */
export function ResetButton({ document }: ResetButtonProps): ReactNode {
  const woollama = useWoollama();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const write = useRouterCall('config.write');
  if (document === undefined || document.hash === null) return null;
  const reset = async (): Promise<void> => {
    const { file, hash: expected } = document;
    const after = await write.mutateAsync({
      file,
      expected,
      change: { kind: 'text', text: EMPTY },
    });
    queries.setQueryData(['config.read', { file }], after);
    showSaved('Settings reset.', { before: document, after }, woollama);
    setAsking(false);
  };
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        Reset
      </Button>
      <ConfirmDialog
        opened={asking}
        title="Reset all settings of the router?"
        confirm="Reset settings"
        danger
        busy={write.isPending}
        onConfirm={() => void reset().catch(() => undefined)}
        onClose={() => setAsking(false)}
      >
        <Text size="sm">
          settings.toml is emptied; what it says now stays in settings.toml.woollama-bak. Servers,
          recipes, inferencers and keys are not touched.
        </Text>
        {write.error !== null && <Failure what="It could not be reset" error={write.error} />}
      </ConfirmDialog>
    </>
  );
}
