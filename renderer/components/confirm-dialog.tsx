import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';

interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly title: string;
  /** The verb on the button: `Delete recipe`. */
  readonly confirm: string;
  readonly danger?: boolean;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly size?: string;
}

export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const { opened, title, confirm, danger = false, busy = false, disabled = false } = props;
  return (
    <Modal opened={opened} onClose={props.onClose} title={title} size={props.size ?? 'md'}>
      <Stack gap="md">
        {props.children}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={props.onClose} data-autofocus={danger || undefined}>
            Cancel
          </Button>
          <Button
            color={danger ? 'red' : 'indigo'}
            onClick={props.onConfirm}
            loading={busy}
            disabled={disabled}
          >
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
