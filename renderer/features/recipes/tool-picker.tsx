import { Button, Group, Text, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';

import type { ToolInfo } from '#contract/tools.ts';
import { useRouterQuery } from '#client/queries.ts';
import { PageLink } from '#components/page-link.tsx';
import type { FieldIssue } from '#editing/field-issue.ts';
import { AllowedEntries } from './allowed-entries.tsx';
import { FieldNote } from './field-note.tsx';
import { Section } from './recipe-section.tsx';
import { groupTools, readSelection } from './tool-selection.ts';
import { ToolTree } from './tool-tree.tsx';

interface ToolPickerProps {
  /** Names and patterns, as in the file. */
  readonly allowed: readonly string[];
  readonly onChange: (allowed: readonly string[]) => void;
  readonly issue: FieldIssue | undefined;
}

const NO_TOOLS: readonly ToolInfo[] = [];

export function ToolPicker({ allowed, onChange, issue }: ToolPickerProps): ReactNode {
  const { data } = useRouterQuery('tools.list', {});
  const tools = data?.tools ?? NO_TOOLS;
  const groups = useMemo(() => groupTools(tools), [tools]);
  const selection = useMemo(() => readSelection(allowed, groups), [allowed, groups]);
  const [query, setQuery] = useState('');
  const count = selection.permittedBy.size;
  return (
    <Section
      title="Tools"
      note={`The model may call ${count} of ${tools.length} tools, and no others.`}
    >
      <AllowedEntries allowed={allowed} selection={selection} onChange={onChange} />
      {tools.length === 0 ? (
        <Text size="sm" c="dimmed">
          No server offers tools now. <PageLink to="/servers">Go to Servers</PageLink>
        </Text>
      ) : (
        <>
          <TextInput
            size="xs"
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
            leftSection={<Search size={14} aria-hidden />}
            placeholder="Search names and descriptions"
            aria-label="Search tools"
          />
          <ToolTree
            groups={groups}
            selection={selection}
            query={query}
            allowed={allowed}
            onChange={onChange}
          />
        </>
      )}
      <AddPattern onAdd={(entry) => onChange([...new Set([...allowed, entry])])} />
      <FieldNote issue={issue} />
    </Section>
  );
}

function AddPattern({ onAdd }: { readonly onAdd: (entry: string) => void }): ReactNode {
  const [typed, setTyped] = useState('');
  const entry = typed.trim();
  const add = (): void => {
    if (entry !== '') onAdd(entry);
    setTyped('');
  };
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <TextInput
        size="xs"
        label="Name or pattern"
        placeholder="git.read_*"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') add();
        }}
        style={{ flex: 1 }}
      />
      <Button variant="default" onClick={add} disabled={entry === ''}>
        Allow
      </Button>
    </Group>
  );
}
