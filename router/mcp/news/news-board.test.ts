import { expect, test } from 'vitest';

import type { AggregatorNews } from '#core/ports/aggregator.ts';
import { recordingLogger, type LogLine } from '../fixtures/harness.ts';
import { NewsBoard } from './news-board.ts';

const NEWS: AggregatorNews = { kind: 'tools-changed' };

test('tells everybody, also when one of them throws, until they stop listening', () => {
  const lines: LogLine[] = [];
  const board = new NewsBoard(recordingLogger(lines));
  const heard: AggregatorNews[] = [];
  const listener = (news: AggregatorNews): void => void heard.push(news);
  board.listen(() => {
    throw new TypeError('broken listener');
  });
  const stops = [board.listen(listener), board.listen(listener)];
  board.publish(NEWS);
  expect(heard).toEqual([NEWS, NEWS]);
  expect(lines).toMatchObject([{ level: 'error', facts: { kind: 'tools-changed' } }]);
  stops[0]?.();
  stops[0]?.();
  board.publish(NEWS);
  expect(heard).toHaveLength(3);
});
