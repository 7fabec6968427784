import { expect, test } from 'vitest';

import { toolEntry } from '#testing/fake-tool-servers.ts';
import { fakePeer } from '../fixtures/fake-peer.ts';
import { TaskBook, taskName, type KnownTask } from './task-book.ts';

const entry = toolEntry('s.t');

function taskOf(id: number, status: string): KnownTask {
  const name = taskName('s', String(id));
  return { id: name, entry, peer: fakePeer('p'), isModern: false, task: { taskId: name, status } };
}

test('forgets the oldest that has ended when it is full, else the oldest', () => {
  const book = new TaskBook();
  for (let id = 0; id < 1000; id++) book.add(taskOf(id, id === 500 ? 'completed' : 'working'));
  book.add(taskOf(1000, 'working'));
  expect(book.get('s:500')).toBeUndefined();
  expect(book.get('s:0')).toBeDefined();
  book.add(taskOf(1001, 'working'));
  expect(book.get('s:0')).toBeUndefined();
  expect(book.ofPeer('p')).toHaveLength(1000);
  expect(book.ofPeer('q')).toEqual([]);
});

test('keeps what is said about known tasks only', () => {
  const book = new TaskBook();
  book.add(taskOf(1, 'working'));
  book.update('s:1', { status: 'completed' });
  book.update('s:2', { status: 'completed' });
  expect(book.get('s:1')?.task).toEqual({ taskId: 's:1', status: 'completed' });
  expect(book.get('s:2')).toBeUndefined();
});
