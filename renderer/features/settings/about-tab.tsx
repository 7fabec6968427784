import { Code, ScrollArea, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { useRouterQuery } from '#client/queries.ts';
import { callShell } from '#client/shell.ts';
import { useWoollama } from '#client/woollama.tsx';
import { CopyButton } from '#components/copy-button.tsx';
import { Failure } from '#components/failure.tsx';
import { Section } from '#components/section.tsx';
import { readLicences } from './read-licences.ts';

export function AboutTab(): ReactNode {
  return (
    <ScrollArea style={{ flex: 1 }} viewportProps={{ tabIndex: 0, 'aria-label': 'About' }}>
      <Stack gap="md" pr="sm">
        <Versions />
        <Licences />
      </Stack>
    </ScrollArea>
  );
}

function Versions(): ReactNode {
  const { shell } = useWoollama();
  const { data: status } = useRouterQuery('status.get', {});
  const { data: info } = useQuery({
    queryKey: ['shell', 'info'],
    enabled: shell !== undefined,
    queryFn: () => (shell === undefined ? undefined : callShell(shell, 'shell.info', {})),
  });
  const rows = [
    ['Woollama', status?.version ?? ''],
    ...(info == null
      ? []
      : [
          ['Electron', info.versions.electron],
          ['Chromium', info.versions.chrome],
          ['Node', info.versions.node],
          ['System', info.platform],
        ]),
    ['Browser', navigator.userAgent],
  ];
  const text = rows.map(([name, value]) => `${name} ${value}`).join('\n');
  return (
    <Section title="Versions" actions={<CopyButton text={text} label="Copy versions" />}>
      <Table withRowBorders={false} layout="fixed">
        <Table.Tbody>
          {rows.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th w={120}>{name}</Table.Th>
              <Table.Td className="breaks">{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}

function Licences(): ReactNode {
  const { data, error, refetch } = useQuery({ queryKey: ['licences'], queryFn: readLicences });
  return (
    <Section title="Licences">
      <Text size="sm">
        Woollama is under the MIT licence. It contains these packages of others:
      </Text>
      {error !== null && (
        <Failure what="The list cannot be read" error={error} onRetry={() => void refetch()} />
      )}
      {data?.map(({ name, version, licence, text }) => (
        <details key={name}>
          <summary>
            <Text span size="sm">
              {name} {version}
            </Text>{' '}
            <Text span size="sm" c="dimmed">
              {licence}
            </Text>
          </summary>
          <Code block style={{ whiteSpace: 'pre-wrap' }}>
            {text || licence}
          </Code>
        </details>
      ))}
    </Section>
  );
}
