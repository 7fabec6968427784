import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import type { ImportCandidate } from '#contract/imports.ts';
import { useRouterQuery } from '#client/queries.ts';
import { ReviewCard } from './review-card.tsx';
import { choiceOf, keeperWords, nameProblem, type Choices } from './review-model.ts';

interface ReviewListProps {
  readonly candidates: readonly ImportCandidate[];
  readonly choices: Choices;
  readonly onChoices: (choices: Choices) => void;
  /** Names that are in use here. */
  readonly taken: Iterable<string>;
  readonly fixedName?: boolean;
}

/** What was found, for a look and a yes to each. Nothing was written or started yet. */
export function ReviewList(props: ReviewListProps): ReactNode {
  const { candidates, choices, onChoices, fixedName = false } = props;
  const taken = [...props.taken];
  const holdsSecrets = candidates.some(({ secretNames }) => secretNames.length > 0);
  return (
    <Stack gap="xs">
      {holdsSecrets && <SecretsNote />}
      {candidates.map((candidate) => {
        const choice = choiceOf(choices, candidate);
        return (
          <ReviewCard
            key={candidate.name}
            candidate={candidate}
            choice={choice}
            fixedName={fixedName}
            onChoice={(next) => onChoices({ ...choices, [candidate.name]: next })}
            nameProblem={nameProblem(choice.as, taken)}
          />
        );
      })}
    </Stack>
  );
}

/** Says where a literal secret goes before it goes there. */
export function SecretsNote(): ReactNode {
  const { data } = useRouterQuery('secrets.list', {});
  const place = data === undefined ? 'the store of secrets' : keeperWords(data.keeper);
  return (
    <Text size="sm">
      Only the names of secrets go into mcp.json. {data?.notice ?? `They are kept in ${place}.`}
    </Text>
  );
}
