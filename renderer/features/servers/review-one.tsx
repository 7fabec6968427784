import { Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import { ConfirmDialog } from '#components/confirm-dialog.tsx';
import { Failure } from '#components/failure.tsx';
import type { JsonObject } from './entry-value.ts';
import { ReviewCard } from './review-card.tsx';
import { useReview } from './use-review.ts';

interface ReviewOneProps {
  readonly title: string;
  readonly confirm: string;
  readonly name: string;
  readonly entry: JsonObject;
  readonly isBusy: boolean;
  readonly problem: Error | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** The look at one command before it runs for the first time. */
export function ReviewOne(props: ReviewOneProps): ReactNode {
  const { name, entry, problem } = props;
  const review = useReview(name, entry);
  const [yes, setYes] = useState(false);
  // What is there already is being changed or switched on, so both do not matter here.
  const candidate = review.data && { ...review.data, known: false, disabled: false };
  const canConfirm = yes && candidate?.problem === null;
  return (
    <ConfirmDialog
      opened
      size="lg"
      title={props.title}
      confirm={props.confirm}
      busy={props.isBusy}
      disabled={!canConfirm}
      onConfirm={props.onConfirm}
      onClose={props.onClose}
    >
      {review.error && (
        <Failure
          what="The command could not be looked at"
          error={review.error}
          onRetry={() => void review.refetch()}
        />
      )}
      {review.isPending && (
        <Text size="sm" c="dimmed">
          Looking at the command ...
        </Text>
      )}
      {candidate !== undefined && (
        <ReviewCard
          candidate={candidate}
          choice={{ yes, as: name }}
          fixedName
          onChoice={(choice) => setYes(choice.yes)}
        />
      )}
      {problem !== null && <Failure what="It was not saved" error={problem} />}
    </ConfirmDialog>
  );
}
