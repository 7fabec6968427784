import { ScrollArea, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { PlainText } from '#components/plain-text.tsx';
import { CommandLineView } from './command-line-view.tsx';
import { listAt, pairsAt, textAt, valueAt } from './entry-value.ts';
import type { ServerRow } from './server-list-model.ts';

/** What mcp.json says about it; values of variables and headers are not shown here. */
export function EntryFacts({ row }: { readonly row: ServerRow }): ReactNode {
  const { entry } = row;
  if (entry === undefined) {
    return (
      <Text size="sm" c="dimmed">
        mcp.json does not name this server any more.
      </Text>
    );
  }
  const command = textAt(entry, ['command']);
  const timeout = valueAt(entry, ['timeout']);
  const texts = [
    ['Address', textAt(entry, ['url'])],
    ['Folder', textAt(entry, ['cwd'])],
    ['Variables', namesOf(pairsAt(entry, ['env']))],
    ['Headers', namesOf(pairsAt(entry, ['headers']))],
    [
      'Longest silence of a call',
      timeout === undefined ? '120 seconds' : `${JSON.stringify(timeout)} seconds`,
    ],
    ['Only these tools', listAt(entry, ['tools', 'allow'])?.join(', ')],
    ['When it asks for a model', samplingOf(textAt(entry, ['sampling']))],
    ['Folders of programs', valueAt(entry, ['roots']) === false ? 'It is not told' : undefined],
    ['Without these tools', listAt(entry, ['tools', 'deny'])?.join(', ')],
  ] as const;
  return (
    <ScrollArea style={{ flex: 1 }} viewportProps={{ tabIndex: 0, 'aria-label': 'Settings' }}>
      <Stack gap="sm">
        {command !== undefined && (
          <div>
            <Text size="xs" c="dimmed" mb={2}>
              Command line
            </Text>
            <CommandLineView parts={[command, ...(listAt(entry, ['args']) ?? [])]} />
          </div>
        )}
        {texts.map(([label, text]) =>
          text === undefined || text === '' ? null : (
            <div key={label}>
              <Text size="xs" c="dimmed">
                {label}
              </Text>
              <PlainText text={text} />
            </div>
          ),
        )}
      </Stack>
    </ScrollArea>
  );
}

const SAMPLING: Readonly<Record<string, string>> = {
  allow: 'It may use one',
  ask: 'You are asked each time',
  deny: 'Never',
};

function samplingOf(policy: string | undefined): string | undefined {
  return policy === undefined ? undefined : (SAMPLING[policy] ?? policy);
}

function namesOf(pairs: readonly [string, string][]): string {
  return pairs.map(([name]) => name).join(', ');
}
