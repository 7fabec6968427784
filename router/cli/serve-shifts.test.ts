import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import type { Router } from '../app.ts';
import type { Settings } from '../settings.ts';
import type { RouterShift } from './router-shift.ts';
import { serveShifts, type ShiftHost } from './serve-shifts.ts';

const OLD = { address: 'old' } as Settings;

/** A router that notes what is done with it. */
class Pretended {
  readonly stops: number[] = [];
  readonly warn = vi.fn<(fields: object, text: string) => void>();
  readonly stopped = Promise.withResolvers<void>();
  #give: (next: RouterShift) => void = () => undefined;
  readonly shift: RouterShift;

  constructor(refusal?: RouterError, drains = true) {
    if (drains) this.stopped.resolve();
    const router = {
      settings: OLD,
      logger: { warn: this.warn },
      listen: () => (refusal === undefined ? Promise.resolve() : Promise.reject(refusal)),
      stop: (graceMs: number) => {
        this.stops.push(graceMs);
        if (graceMs === 0) this.stopped.resolve();
        return this.stopped.promise;
      },
    };
    this.shift = { router: router as unknown as Router, onNext: (take) => (this.#give = take) };
  }

  restart(next: Pretended): void {
    this.#give(next.shift);
  }
}

function serve(opened: Pretended[], changes: Partial<ShiftHost> = {}) {
  const asked = new AbortController();
  const again = new AbortController();
  const listening: Router[] = [];
  const said: string[] = [];
  const ended = serveShifts({
    signals: { asked: asked.signal, again: again.signal, close: () => undefined },
    open: async () => opened.shift()?.shift,
    onListening: async (router) => void listening.push(router),
    say: (line) => void said.push(line),
    ...changes,
  });
  return { asked, again, listening, said, ended };
}

test('one router follows the other, until the end is asked for', async () => {
  const [first, second] = [new Pretended(), new Pretended()];
  const { asked, listening, said, ended } = serve([first]);
  await vi.waitFor(() => expect(listening).toHaveLength(1));
  first.restart(second);
  await vi.waitFor(() => expect(listening).toHaveLength(2));
  expect(said).toEqual(['restarting']);
  expect([first.stops, second.stops]).toEqual([[10_000], []]);
  asked.abort();
  await ended;
  expect(second.stops).toEqual([10_000]);
});

test('a signal while one drains cancels the handover and keeps the grace; a second hurries', async () => {
  const [first, second] = [new Pretended(undefined, false), new Pretended()];
  const { asked, again, listening, ended } = serve([first]);
  await vi.waitFor(() => expect(listening).toHaveLength(1));
  first.restart(second);
  await vi.waitFor(() => expect(first.stops).toEqual([10_000]));
  asked.abort();
  await new Promise(setImmediate);
  expect(first.stops).toEqual([10_000]);
  again.abort();
  await ended;
  expect(first.stops).toEqual([10_000, 0]);
  expect(second.stops).toContain(0);
  expect(listening).toEqual([first.shift.router]);
});

test('one that cannot listen is given up for one with the settings from before', async () => {
  const first = new Pretended();
  const taken = new Pretended(new RouterError('LISTEN_FAILED', 'port 1 is taken'));
  const back = new Pretended();
  const open = vi.fn<ShiftHost['open']>().mockResolvedValueOnce(first.shift);
  open.mockResolvedValueOnce(back.shift);
  const { asked, listening, ended } = serve([], { open });
  await vi.waitFor(() => expect(listening).toHaveLength(1));
  first.restart(taken);
  await vi.waitFor(() => expect(listening).toEqual([first.shift.router, back.shift.router]));
  expect(open).toHaveBeenLastCalledWith(OLD);
  expect(taken.stops).toEqual([0]);
  expect(back.warn.mock.calls[0]?.[1]).toContain('port 1 is taken; it goes on');
  asked.abort();
  await ended;
});

test('the first one has nothing to go back to', async () => {
  const refusal = new RouterError('LISTEN_FAILED');
  await expect(serve([new Pretended(refusal)]).ended).rejects.toBe(refusal);
});

test('one that is put together too late is stopped', async () => {
  const [first, late] = [new Pretended(), new Pretended()];
  const { asked, listening, ended } = serve([first]);
  await vi.waitFor(() => expect(listening).toHaveLength(1));
  asked.abort();
  await ended;
  first.restart(late);
  await vi.waitFor(() => expect(late.stops).toEqual([0]));
});

test('routers of the past do not stay in memory', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const past: WeakRef<Router>[] = [];
  let current: Pretended | undefined = new Pretended();
  const onListening = async (router: Router) => void past.push(new WeakRef(router));
  const { asked, ended } = serve([current], { onListening });
  await vi.waitFor(() => expect(past).toHaveLength(1));
  for (let count = 1; count <= 5; count += 1) {
    const next: Pretended = new Pretended();
    current.restart(next);
    current = next;
    await vi.waitFor(() => expect(past).toHaveLength(count + 1));
  }
  await new Promise(setImmediate);
  collect();
  const alive = past.map((ref) => ref.deref() !== undefined);
  expect(alive).toEqual([false, false, false, false, false, true]);
  asked.abort();
  await ended;
});
