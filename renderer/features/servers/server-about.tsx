import { Box, Button, ScrollArea, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import type { ServerFeatures } from '#contract/tools.ts';
import { describeProtocol } from '#client/describe-protocol.ts';
import { Notice } from '#components/notice.tsx';
import { PlainText } from '#components/plain-text.tsx';
import { describeCapability, describeDisplaced, describeTokenCost } from './describe-offer.ts';
import { transportOf, type ServerRow } from './server-list-model.ts';
import type { ServerActions } from './use-server-actions.tsx';
import classes from './servers.module.css';

interface ServerAboutProps {
  readonly row: ServerRow;
  /** Undefined until they were read. */
  readonly features: ServerFeatures | undefined;
  readonly actions: ServerActions;
}

/** Which program it is and what it can do, as it introduced itself. */
export function ServerAbout({ row, features, actions }: ServerAboutProps): ReactNode {
  const { instructions, collisions = [], displaced = [] } = features ?? {};
  const edit = () => actions.edit(row.name);
  return (
    <ScrollArea style={{ flex: 1 }} viewportProps={{ tabIndex: 0, 'aria-label': 'About' }}>
      <Stack gap="sm">
        {collisions.length > 0 && (
          <TakenNames
            title="Another server has these names already, so they are left out"
            lines={[collisions.join(', ')]}
            onEdit={edit}
          />
        )}
        {displaced.length > 0 && (
          <TakenNames
            title="These names are taken, so programs see others"
            lines={displaced.map(describeDisplaced)}
            onEdit={edit}
          />
        )}
        {factsOf(row, features).map(([label, text]) => (
          <div key={label}>
            <Text size="xs" c="dimmed">
              {label}
            </Text>
            <PlainText text={text} />
          </div>
        ))}
        {instructions !== undefined && instructions !== '' && (
          <div>
            <Text size="xs" c="dimmed" mb={2}>
              What it tells models about itself
            </Text>
            <Box
              className={classes['box'] ?? ''}
              tabIndex={0}
              role="group"
              aria-label="What it tells models about itself"
            >
              <PlainText text={instructions} />
            </Box>
          </div>
        )}
      </Stack>
    </ScrollArea>
  );
}

const TRANSPORTS: Readonly<Record<string, string>> = {
  stdio: 'A program on this computer (stdio)',
  http: 'Streamable HTTP',
  sse: 'HTTP with server-sent events, the older way',
};

function factsOf(
  row: ServerRow,
  features: ServerFeatures | undefined,
): readonly (readonly [string, string])[] {
  const { program, protocol, schemaTokens } = row.status ?? {};
  const transport = transportOf(row);
  const capabilities = features?.capabilities.map(describeCapability).join(', ');
  const facts = [
    ['Program', program && `${program.name} ${program.version}`],
    ['Protocol', protocol && describeProtocol(protocol)],
    ['Connected over', TRANSPORTS[transport] ?? transport],
    [
      'Its tools cost',
      schemaTokens && `${describeTokenCost(schemaTokens)} in each request that offers them all`,
    ],
    ['It can', capabilities],
  ] as const;
  return facts.flatMap(([label, text]) => (text ? [[label, text] as const] : []));
}

interface TakenNamesProps {
  readonly title: string;
  readonly lines: readonly string[];
  readonly onEdit: () => void;
}

function TakenNames({ title, lines, onEdit }: TakenNamesProps): ReactNode {
  return (
    <Notice
      tone="warn"
      title={title}
      action={
        <Button variant="default" onClick={onEdit}>
          Give it a prefix
        </Button>
      }
    >
      {lines.map((line) => (
        <PlainText key={line} text={line} className="mono" />
      ))}
    </Notice>
  );
}
