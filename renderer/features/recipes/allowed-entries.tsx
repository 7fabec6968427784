import { ActionIcon, Stack, Text, Tooltip } from '@mantine/core';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';

import { revealHidden } from '#components/plain-text.tsx';
import classes from './recipes.module.css';
import type { Selection } from './tool-selection.ts';

interface AllowedEntriesProps {
  readonly allowed: readonly string[];
  readonly selection: Selection;
  readonly onChange: (allowed: readonly string[]) => void;
}

/** What the allow-list says and no box of the tree stands for. */
export function AllowedEntries({ allowed, selection, onChange }: AllowedEntriesProps): ReactNode {
  const { patterns, missing } = selection;
  if (patterns.length + missing.length === 0) return null;
  const remove = (gone: string): void => onChange(allowed.filter((entry) => entry !== gone));
  return (
    <Stack gap={4} role="list" aria-label="Patterns and tools that are not there">
      {patterns.map(({ entry, matches }) => (
        <Entry key={entry} entry={entry} onRemove={() => remove(entry)}>
          {`pattern for ${matches} ${matches === 1 ? 'tool' : 'tools'} now`}
        </Entry>
      ))}
      {missing.map((entry) => (
        <Entry key={entry} entry={entry} isMissing onRemove={() => remove(entry)}>
          not there now
        </Entry>
      ))}
    </Stack>
  );
}

interface EntryProps {
  readonly entry: string;
  readonly isMissing?: boolean;
  readonly onRemove: () => void;
  readonly children: string;
}

function Entry({ entry, isMissing = false, onRemove, children }: EntryProps): ReactNode {
  const shown = revealHidden(entry);
  return (
    <div className={classes['entry']} role="listitem">
      <Text size="xs" className="mono breaks" dir="ltr">
        {shown}
      </Text>
      <Text size="xs" c={isMissing ? 'var(--state-warn)' : 'dimmed'} ml="auto">
        {children}
      </Text>
      <Tooltip label="Do not allow it any more">
        <ActionIcon size="sm" color="gray" onClick={onRemove} aria-label={`Remove ${shown}`}>
          <X size={14} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
