import { Badge, Checkbox, Group, List, Paper, Stack, Text, TextInput } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

import type { ImportCandidate } from '#contract/imports.ts';
import { PlainText, revealHidden } from '#components/plain-text.tsx';
import { CommandLineView } from './command-line-view.tsx';
import { canBeAdded, consentWords, variableLines, type Choice } from './review-model.ts';

interface ReviewCardProps {
  readonly candidate: ImportCandidate;
  readonly choice: Choice;
  readonly onChoice: (choice: Choice) => void;
  readonly nameProblem?: string | undefined;
  /** The name is settled elsewhere. */
  readonly fixedName?: boolean;
}

/** One server as it would be added: all of its command, what to look at twice, and a yes. */
export function ReviewCard(props: ReviewCardProps): ReactNode {
  const { candidate, choice, onChoice, nameProblem, fixedName = false } = props;
  const { name, commandLine, url, cwd, problem, known } = candidate;
  const shown = revealHidden(name);
  return (
    <Paper withBorder p="sm" role="group" aria-label={shown}>
      <Stack gap={8}>
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <PlainText text={name} fw={600} />
          {known && <Badge color="gray">Already in your list</Badge>}
        </Group>
        {commandLine.length > 0 && <CommandLineView parts={commandLine} />}
        {url !== null && <PlainText text={url} className="mono" />}
        {cwd !== null && <PlainText text={`in the folder ${cwd}`} c="dimmed" />}
        <Names candidate={candidate} />
        <Warnings candidate={candidate} />
        {problem !== null && <PlainText text={problem} c="var(--state-bad)" />}
        {canBeAdded(candidate) && (
          <Group align="flex-end" gap="md" wrap="nowrap">
            <Checkbox
              size="sm"
              style={{ flex: 1 }}
              checked={choice.yes}
              onChange={(event) => onChoice({ ...choice, yes: event.currentTarget.checked })}
              label={fixedName ? 'Yes, start it' : `Yes, add ${shown}`}
              description={consentWords(candidate)}
            />
            {!fixedName && (
              <TextInput
                label="Name here"
                size="xs"
                w={180}
                value={choice.as}
                onChange={(event) => onChoice({ ...choice, as: event.currentTarget.value })}
                error={choice.yes ? nameProblem : undefined}
              />
            )}
          </Group>
        )}
      </Stack>
    </Paper>
  );
}

function Names({ candidate }: { readonly candidate: ImportCandidate }): ReactNode {
  const { env, headerNames, secretNames } = candidate;
  return (
    <>
      {env.length > 0 && <Variables env={env} />}
      {headerNames.length > 0 && (
        <PlainText text={`Headers it gets: ${headerNames.join(', ')}`} c="dimmed" />
      )}
      {secretNames.length > 0 && (
        <PlainText text={`Kept as secrets, not in the file: ${secretNames.join(', ')}`} />
      )}
    </>
  );
}

function Variables({ env }: { readonly env: ImportCandidate['env'] }): ReactNode {
  return (
    <div role="group" aria-label="Variables it gets">
      <Text size="sm" c="dimmed">
        Variables it gets:
      </Text>
      {variableLines(env).map((line) => (
        <PlainText key={line} text={line} className="mono" />
      ))}
    </div>
  );
}

function Warnings({ candidate: { warnings } }: { readonly candidate: ImportCandidate }): ReactNode {
  if (warnings.length === 0) return null;
  return (
    <List
      size="sm"
      spacing={2}
      icon={<TriangleAlert size={14} aria-label="Warning" color="var(--state-warn)" />}
    >
      {warnings.map(({ code, message }) => (
        <List.Item key={`${code} ${message}`}>
          <Text size="sm" className="breaks" component="span">
            {revealHidden(message)}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}
