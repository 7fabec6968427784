import { Group, Select, Switch, Text, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import type { ReactNode } from 'react';

import { logLevel } from '#contract/logs.ts';
import { revealHidden } from '#components/plain-text.tsx';
import type { LogFilter } from './log-filter.ts';

interface LogFiltersProps {
  readonly filter: LogFilter;
  readonly sources: readonly string[];
  readonly onChange: (change: Partial<LogFilter>) => void;
  readonly follows: boolean;
  readonly onFollow: (follows: boolean) => void;
  readonly count: number;
  readonly total: number;
}

export function LogFilters(props: LogFiltersProps): ReactNode {
  const { filter, sources, onChange, follows, onFollow, count, total } = props;
  const known = sources.includes(filter.source) || filter.source === '';
  const options = known ? sources : [...sources, filter.source];
  return (
    <Group gap="sm" align="center">
      <Select
        aria-label="Level"
        size="xs"
        w={118}
        data={logLevel.options.map((level) => ({ value: level, label: `${level} and worse` }))}
        value={filter.level}
        onChange={(level) => onChange({ level: logLevel.parse(level) })}
        allowDeselect={false}
      />
      <Select
        aria-label="Source"
        size="xs"
        w={140}
        searchable
        data={options.map((source) => ({ value: source, label: revealHidden(source) }))}
        value={filter.source === '' ? null : filter.source}
        placeholder="All sources"
        clearable
        onChange={(source) => onChange({ source: source ?? '' })}
      />
      <TextInput
        aria-label="Text"
        size="xs"
        placeholder="Words in the line"
        leftSection={<Search size={13} aria-hidden />}
        value={filter.text}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
        style={{ flex: 1, minWidth: 140 }}
      />
      <Switch
        label="Follow"
        size="xs"
        checked={follows}
        onChange={(event) => onFollow(event.currentTarget.checked)}
      />
      <Text size="xs" c="dimmed" className="numbers" aria-live="off">
        {count === total ? `${total} lines` : `${count} of ${total} lines`}
      </Text>
    </Group>
  );
}
