import { Select, type ComboboxParsedItem } from '@mantine/core';
import type { ReactNode } from 'react';

import { revealHidden } from '#components/plain-text.tsx';
import { fromValue, searchGroups, toValue, type Target, type TargetGroup } from './targets.ts';

/** More would make the list slow; the rest is found by typing. */
const SHOWN_OF_EACH = 40;

interface TargetSelectProps {
  readonly groups: readonly TargetGroup[];
  readonly target: Target;
  readonly onPick: (target: Target) => void;
}

export function TargetSelect({ groups, target, onPick }: TargetSelectProps): ReactNode {
  return (
    <Select
      aria-label="Recipe, model or tool"
      placeholder="Type to search"
      w={{ base: '100%', xs: 420 }}
      searchable
      allowDeselect={false}
      selectFirstOptionOnChange
      maxDropdownHeight={360}
      nothingFoundMessage="Nothing has that name"
      data={groups.map(({ group, items }) => ({
        group,
        items: items.map(({ value, label }) => ({ value, label: revealHidden(label) })),
      }))}
      filter={({ options, search }) => filterOptions(options, search)}
      value={toValue(target)}
      onChange={(value) => {
        if (value !== null) onPick(fromValue(value));
      }}
    />
  );
}

/** With the chosen name still in the field, all are offered. */
function filterOptions(options: ComboboxParsedItem[], search: string): ComboboxParsedItem[] {
  const groups = options.flatMap((option) =>
    'group' in option && typeof option.group === 'string'
      ? [{ group: option.group, items: option.items.map(({ value, label }) => ({ value, label })) }]
      : [],
  );
  return searchGroups(groups, search, SHOWN_OF_EACH).map(({ group, items }) => ({
    group,
    items: [...items],
  }));
}
