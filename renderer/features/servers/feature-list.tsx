import { Text, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { VirtualList } from '#components/virtual-list.tsx';
import { filterFeatures } from './filter-features.ts';
import classes from './servers.module.css';

const SEARCH_FROM = 8;

interface FeatureListProps<T> {
  readonly items: readonly T[];
  readonly label: string;
  /** First guess in pixels. */
  readonly estimate: number;
  readonly keyOf: (item: T) => string;
  readonly textsOf: (item: T) => readonly string[];
  readonly children: (item: T) => ReactNode;
}

/** Prompts or resources, any number of them, with a search when there are many. */
export function FeatureList<T>(props: FeatureListProps<T>): ReactNode {
  const { items, label, estimate, keyOf, textsOf, children } = props;
  const [query, setQuery] = useState('');
  const shown = filterFeatures(items, query, textsOf);
  const noun = label.toLowerCase();
  return (
    <>
      {items.length >= SEARCH_FROM && (
        <TextInput
          size="xs"
          mb="xs"
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          placeholder={`Find in ${items.length} ${noun}`}
          aria-label={`Find in ${noun}`}
          leftSection={<Search size={13} aria-hidden />}
        />
      )}
      {shown.length === 0 ? (
        <Text size="sm" c="dimmed" role="status">
          None fits.
        </Text>
      ) : (
        <div className={classes['list']}>
          <VirtualList items={shown} keyOf={keyOf} estimate={estimate} label={label}>
            {(item) => children(item)}
          </VirtualList>
        </div>
      )}
    </>
  );
}
