import { ActionIcon, Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import {
  Copy,
  EllipsisVertical,
  Pencil,
  RotateCw,
  ScrollText,
  TextCursorInput,
  Trash2,
} from 'lucide-react';
import type { ReactNode } from 'react';

import { revealHidden } from '#components/plain-text.tsx';
import type { ServerRow } from './server-list-model.ts';
import type { ServerActions } from './use-server-actions.tsx';

const SIZE = 14;

/** What can be done with one server. */
export function ServerMenu(props: { row: ServerRow; actions: ServerActions }): ReactNode {
  const { row, actions } = props;
  const { name, entry, status, state } = row;
  const isEditable = entry !== undefined;
  return (
    <Menu position="bottom-end" width={190} withinPortal>
      <Menu.Target>
        <ActionIcon color="gray" aria-label={`Actions of ${revealHidden(name)}`}>
          <EllipsisVertical size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<RotateCw size={SIZE} aria-hidden />}
          disabled={status === undefined || state === 'disabled'}
          onClick={() => actions.restart(name)}
        >
          Restart
        </Menu.Item>
        <Menu.Item
          leftSection={<Pencil size={SIZE} aria-hidden />}
          disabled={!isEditable}
          onClick={() => actions.edit(name)}
        >
          Edit
        </Menu.Item>
        <Menu.Item
          leftSection={<ScrollText size={SIZE} aria-hidden />}
          renderRoot={(root) => <Link to="/logs" search={{ source: name }} {...root} />}
        >
          Logs
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<TextCursorInput size={SIZE} aria-hidden />}
          disabled={!isEditable}
          onClick={() => actions.ask({ kind: 'rename', row })}
        >
          Rename
        </Menu.Item>
        <Menu.Item
          leftSection={<Copy size={SIZE} aria-hidden />}
          disabled={!isEditable}
          onClick={() => actions.ask({ kind: 'duplicate', row })}
        >
          Duplicate
        </Menu.Item>
        <Menu.Item
          leftSection={<Trash2 size={SIZE} aria-hidden />}
          {...(isEditable && { c: 'var(--mantine-color-error)' })}
          disabled={!isEditable}
          onClick={() => actions.ask({ kind: 'remove', row })}
        >
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
