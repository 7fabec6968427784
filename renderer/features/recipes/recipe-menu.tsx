import { ActionIcon, Menu } from '@mantine/core';
import { CopyPlus, EllipsisVertical, Pencil, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';

import { revealHidden } from '#components/plain-text.tsx';
import type { RecipeRow } from './recipe-list-model.ts';
import type { RecipeActions } from './use-recipe-actions.ts';

const SIZE = 14;

interface RecipeMenuProps {
  readonly row: RecipeRow;
  readonly actions: RecipeActions;
  readonly onDelete: (row: RecipeRow) => void;
}

export function RecipeMenu({ row, actions, onDelete }: RecipeMenuProps): ReactNode {
  const { name, entry } = row;
  // What comes from a folder of prompts is changed there.
  const isFixed = entry === undefined || actions.busy.has(name);
  return (
    <Menu position="bottom-end" width={170} withinPortal>
      <Menu.Target>
        <ActionIcon color="gray" aria-label={`Actions of ${revealHidden(name)}`}>
          <EllipsisVertical size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<Pencil size={SIZE} aria-hidden />}
          disabled={isFixed}
          onClick={() => actions.edit(name)}
        >
          Edit
        </Menu.Item>
        <Menu.Item
          leftSection={<CopyPlus size={SIZE} aria-hidden />}
          disabled={isFixed}
          onClick={() => void actions.duplicate(row)}
        >
          Duplicate
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<Trash2 size={SIZE} aria-hidden />}
          {...(!isFixed && { c: 'var(--mantine-color-error)' })}
          disabled={isFixed}
          onClick={() => onDelete(row)}
        >
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
