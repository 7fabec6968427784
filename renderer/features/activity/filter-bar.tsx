import { ActionIcon, Group, Select, TextInput, Tooltip } from '@mantine/core';
import { FilterX, Search } from 'lucide-react';
import { memo, useMemo, useSyncExternalStore, type ReactNode } from 'react';

import type { ActivityState } from '#contract/activity.ts';
import { stateWord } from '#activity-view/describe-request.ts';
import { useWoollama } from '#client/woollama.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import {
  filterChoices,
  hasFilters,
  NO_FILTERS,
  type ActivityFilters,
  type FilterChoices,
} from './activity-filters.ts';

const FLEXIBLE = { flex: '1 1 84px', minWidth: 72, maxWidth: 170 };

const STATES: readonly ActivityState[] = ['running', 'ok', 'error', 'cancelled'];

interface FilterBarProps {
  readonly filters: ActivityFilters;
  readonly onChange: (filters: ActivityFilters) => void;
}

/** Renders anew only when there is something else to choose from, not with every event. */
export const FilterBar = memo(function FilterBar({ filters, onChange }: FilterBarProps): ReactNode {
  const { clients, models, servers } = useChoices(filters);
  const change = (part: Partial<ActivityFilters>): void => onChange({ ...filters, ...part });
  return (
    <Group
      gap={6}
      wrap="nowrap"
      role="search"
      aria-label="Filter requests"
      style={{ flex: 1, minWidth: 0 }}
    >
      <TextInput
        aria-label="Text in a request"
        placeholder="Text"
        size="xs"
        style={FLEXIBLE}
        leftSection={<Search size={14} aria-hidden />}
        value={filters.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <Choice
        label="Client"
        names={clients}
        value={filters.client}
        onPick={(client) => change({ client })}
      />
      <Choice
        label="Model"
        names={models}
        value={filters.model}
        onPick={(model) => change({ model })}
      />
      <Choice
        label="Server"
        names={servers}
        value={filters.server}
        onPick={(server) => change({ server })}
      />
      <Select
        aria-label="State"
        placeholder="State"
        size="xs"
        style={FLEXIBLE}
        clearable
        data={STATES.map((state) => ({ value: state, label: stateWord(state).word }))}
        value={filters.state}
        onChange={(state) => change({ state: STATES.find((known) => known === state) ?? null })}
      />
      {hasFilters(filters) && (
        <Tooltip label="Clear filters">
          <ActionIcon aria-label="Clear filters" color="gray" onClick={() => onChange(NO_FILTERS)}>
            <FilterX size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
});

interface ChoiceProps {
  readonly label: string;
  readonly names: readonly string[];
  readonly value: string | null;
  readonly onPick: (name: string | null) => void;
}

function Choice({ label, names, value, onPick }: ChoiceProps): ReactNode {
  return (
    <Select
      aria-label={label}
      placeholder={label}
      size="xs"
      style={FLEXIBLE}
      searchable
      clearable
      limit={100}
      nothingFoundMessage="None"
      comboboxProps={{ width: 260, position: 'bottom-start' }}
      data={names.map((name) => ({ value: name, label: revealHidden(name) }))}
      value={value}
      onChange={onPick}
    />
  );
}

/** A text is compared by value, so that the same choices cause no rendering. */
function useChoices(filters: ActivityFilters): FilterChoices {
  const { activity } = useWoollama();
  const read = (): string => JSON.stringify(filterChoices(activity.get(), filters));
  const text = useSyncExternalStore(activity.subscribe, read);
  return useMemo((): FilterChoices => JSON.parse(text), [text]);
}
