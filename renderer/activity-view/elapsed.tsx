import { Text, type TextProps } from '@mantine/core';
import type { ReactNode } from 'react';

import type { ActivityState } from '#contract/activity.ts';
import { describeDuration, useNow } from '#components/time-ago.tsx';

interface ElapsedProps extends TextProps {
  readonly state: ActivityState;
  readonly startedAt: number;
  readonly durationMs: number | undefined;
}

const ONE_LINE = { whiteSpace: 'nowrap' } as const;

/** How long it took, or has taken so far. Only what runs follows the clock. */
export function Elapsed({ state, startedAt, durationMs, ...props }: ElapsedProps): ReactNode {
  const look = {
    size: 'sm',
    ta: 'right',
    className: 'numbers',
    style: ONE_LINE,
    ...props,
  } as const;
  if (state === 'running') return <Running startedAt={startedAt} {...look} />;
  return <Text {...look}>{durationMs === undefined ? '' : describeDuration(durationMs)}</Text>;
}

function Running({ startedAt, ...look }: TextProps & { readonly startedAt: number }): ReactNode {
  const seconds = Math.max(0, Math.floor((useNow() - startedAt) / 1_000));
  return <Text {...look}>{seconds < 60 ? `${seconds} s` : describeDuration(seconds * 1_000)}</Text>;
}
