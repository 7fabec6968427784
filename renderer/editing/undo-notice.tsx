import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import type { ConfigDocument } from '#contract/config-editing.ts';
import { ControlError, type ControlClient } from '#contract/control-client.ts';
import { revealHidden } from '#components/plain-text.tsx';
import type { SavedChange } from './use-saver.ts';

const SHOWN_MS = 12_000;

interface UndoHost {
  readonly client: ControlClient;
  readonly queries: QueryClient;
}

/** Says that something was saved, and takes it back while the notice is there. */
export function showSaved(message: string, saved: SavedChange, host: UndoHost): void {
  const { after } = saved;
  const id = `saved-${after.file}-${after.hash ?? ''}`;
  const undo = async (): Promise<void> => {
    notifications.hide(id);
    try {
      const document = await putBack(saved, host);
      notifications.show({ message: describeUndone(document), color: 'teal' });
    } catch (error) {
      notifications.show({
        title: 'It could not be taken back',
        message: revealHidden(describeRefusal(after, error)),
        color: 'red',
      });
    }
  };
  notifications.show({
    id,
    color: 'teal',
    autoClose: SHOWN_MS,
    message: <SavedMessage message={message} onUndo={() => void undo()} />,
  });
}

/** The router knows the text before; here its secrets are only placeholders. */
async function putBack(
  { after }: SavedChange,
  { client, queries }: UndoHost,
): Promise<ConfigDocument> {
  const { file, hash } = after;
  const document = await client.call('config.undo', { file, expected: hash ?? '' });
  queries.setQueryData(['config.read', { file }], document);
  return document;
}

/** What counts after the change was taken back. */
export function describeUndone({ file, hash, bundled }: ConfigDocument): string {
  if (hash !== null) return `Taken back: ${file} is as it was.`;
  if (bundled) return `Taken back: the ${file} that came with Woollama counts again.`;
  return `Taken back: there is no ${file} again.`;
}

export function describeRefusal({ file }: ConfigDocument, error: unknown): string {
  const isConflict = error instanceof ControlError && error.code === 'CONFIG_CONFLICT';
  if (isConflict) return `${file} was changed again since then, and that change must not be lost.`;
  return error instanceof Error ? error.message : String(error);
}

function SavedMessage(props: { message: string; onUndo: () => void }): ReactNode {
  return (
    <Group justify="space-between" gap={4}>
      <Text size="xs" className="breaks">
        {props.message}
      </Text>
      <Button variant="default" size="compact-xs" onClick={props.onUndo}>
        Undo
      </Button>
    </Group>
  );
}
