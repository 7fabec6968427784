import { Group, Stack, Text, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useDeferredValue, useState, type ReactNode } from 'react';

import { CopyButton } from '#components/copy-button.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { VirtualList } from '#components/virtual-list.tsx';
import { filterModels } from './filter-models.ts';
import classes from './inferencers.module.css';

const ROW_PX = 30;

interface ModelListProps {
  /** Of the inferencer: the part before the slash. */
  readonly name: string;
  readonly models: readonly string[];
}

/** The ids as other programs must write them. */
export function ModelList({ name, models }: ModelListProps): ReactNode {
  const [query, setQuery] = useState('');
  const words = useDeferredValue(query);
  const shown = filterModels(models, words);
  return (
    <Stack gap="xs">
      <Group gap="sm" wrap="nowrap">
        <TextInput
          size="xs"
          style={{ flex: 1 }}
          aria-label="Find a model"
          placeholder="Find a model"
          leftSection={<Search size={13} aria-hidden />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <Text size="xs" c="dimmed" className="numbers" role="status">
          {shown.length === models.length
            ? `${models.length} models`
            : `${shown.length} of ${models.length} models`}
        </Text>
      </Group>
      {shown.length > 0 && (
        <div
          className={classes['models']}
          style={{ height: `min(${shown.length * ROW_PX + 2}px, 320px)` }}
        >
          <VirtualList items={shown} keyOf={(id) => id} estimate={ROW_PX} label="Models">
            {(id) => <ModelRow id={`${name}/${id}`} />}
          </VirtualList>
        </div>
      )}
    </Stack>
  );
}

function ModelRow({ id }: { readonly id: string }): ReactNode {
  const shown = revealHidden(id);
  return (
    <div className={classes['model']}>
      <span className="mono ellipsis" title={shown} dir="ltr">
        {shown}
      </span>
      <CopyButton text={id} label={`Copy ${shown}`} />
    </div>
  );
}
