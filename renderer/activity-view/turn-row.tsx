import { Group, Text } from '@mantine/core';
import { MessageSquare } from 'lucide-react';
import type { ReactNode } from 'react';

import type { ActivityTurn } from '#contract/activity.ts';
import { revealHidden } from '#components/plain-text.tsx';
import { describeTokens } from './describe-request.ts';
import { Elapsed } from './elapsed.tsx';
import type { Bar } from './waterfall-model.ts';
import classes from './waterfall.module.css';

interface TurnRowProps {
  readonly turn: ActivityTurn;
  readonly bar: Bar;
  /** Of the request: a turn without an end does not go on when that is over. */
  readonly over: boolean;
}

/** One call of the model. */
export function TurnRow({ turn, bar, over }: TurnRowProps): ReactNode {
  const { startedAt, endedAt, usage } = turn;
  const durationMs = endedAt === undefined ? undefined : endedAt - startedAt;
  const isRunning = endedAt === undefined && !over;
  const name = `Turn ${turn.turn} · ${revealHidden(turn.model)}`;
  const words = [
    isRunning ? 'the model is asked' : turn.finishReason,
    usage && describeTokens(usage),
  ].filter((part) => part !== undefined);
  return (
    <div role="listitem" className={classes['row']}>
      <Group gap={4} wrap="nowrap" style={{ minWidth: 0 }} title={name}>
        <MessageSquare size={14} aria-hidden style={{ flexShrink: 0 }} />
        <Text span size="sm" className="ellipsis">
          {name}
        </Text>
      </Group>
      <div className={classes['track']} title={words.join(' · ')}>
        <div
          className={classes['bar']}
          data-tone={isRunning ? 'busy' : 'turn'}
          style={{ left: `${bar.left}%`, width: `${bar.width}%` }}
        />
      </div>
      <Elapsed state={isRunning ? 'running' : 'ok'} startedAt={startedAt} durationMs={durationMs} />
    </div>
  );
}
