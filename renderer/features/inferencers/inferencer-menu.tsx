import { ActionIcon, Menu } from '@mantine/core';
import { EllipsisVertical, KeyRound, Pencil, RotateCcw, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';

import { revealHidden } from '#components/plain-text.tsx';
import { isFixed, removalOf, type InferencerRow } from './inferencer-rows.ts';
import type { InferencerActions } from './use-inferencer-actions.ts';

const SIZE = 14;

interface InferencerMenuProps {
  readonly row: InferencerRow;
  readonly actions: InferencerActions;
}

export function InferencerMenu({ row, actions }: InferencerMenuProps): ReactNode {
  const { name, status } = row;
  const removal = removalOf(row);
  return (
    <Menu position="bottom-end" width={190} withinPortal>
      <Menu.Target>
        <ActionIcon color="gray" aria-label={`Actions of ${revealHidden(name)}`}>
          <EllipsisVertical size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<KeyRound size={SIZE} aria-hidden />}
          disabled={status?.keyName === undefined}
          onClick={() => actions.open(name)}
        >
          Key
        </Menu.Item>
        <Menu.Item
          leftSection={<Pencil size={SIZE} aria-hidden />}
          disabled={isFixed(row)}
          onClick={() => actions.edit(name)}
        >
          Edit
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={
            removal === 'reset' ? (
              <RotateCcw size={SIZE} aria-hidden />
            ) : (
              <Trash2 size={SIZE} aria-hidden />
            )
          }
          disabled={removal === undefined}
          {...(removal === 'remove' && { color: 'red' })}
          onClick={() => actions.askRemoval(row)}
        >
          {removal === 'remove' ? 'Remove' : 'Undo all changes'}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
