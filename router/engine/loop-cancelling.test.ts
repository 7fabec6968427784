import { afterEach, describe, expect, it, vi } from 'vitest';

import { RouterError } from '#core/router-error.ts';

import { createFakeRun } from '../testing/fake-recipe-run.ts';
import { answer, callsFor, chunk, toolCall } from '../testing/fake-scripted-model.ts';
import { text } from '../testing/fake-tool-servers.ts';

/** Rejects as the ports promise once the signal fires. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(new RouterError('CANCELLED'));
    signal.addEventListener('abort', () => reject(new RouterError('CANCELLED')), { once: true });
  });
}

afterEach(() => {
  vi.useRealTimers();
});

describe('cancelling a run', () => {
  it('aborts the running tool and asks the model no more', async () => {
    let toolSignal: AbortSignal | undefined;
    const run = createFakeRun({
      replies: [
        callsFor(Array.from({ length: 10 }, (_, index) => toolCall(`c${index}`, 'a.slow'))),
        answer('never'),
      ],
      tools: {
        'a.slow': (_args, { signal }) => {
          toolSignal = signal;
          if (run.servers.calls.length === 8) run.cancel();
          return untilAborted(signal);
        },
      },
    });
    await expect(run.complete()).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(toolSignal?.aborted).toBe(true);
    expect(run.model.requests).toHaveLength(1);
    // The two calls that were still waiting never started.
    expect(run.servers.calls).toHaveLength(8);
    const ended = run.events.published.filter(({ kind }) => kind === 'tool-call-ended');
    expect(ended).toHaveLength(8);
    expect(ended.every((event) => 'outcome' in event && event.outcome === 'cancelled')).toBe(true);
    expect(run.log.lines).toEqual([]);
  });

  it('stops after a tool that finished in spite of it', async () => {
    const run = createFakeRun({
      replies: [callsFor([toolCall('c1', 'a.fast')]), answer('never')],
      tools: {
        'a.fast': () => {
          run.cancel();
          return text('done anyway');
        },
      },
    });
    await expect(run.complete()).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(run.model.requests).toHaveLength(1);
  });

  it('aborts the upstream while it streams', async () => {
    let upstreamSignal: AbortSignal | undefined;
    const run = createFakeRun({
      replies: [
        async function* (_request, { signal }) {
          upstreamSignal = signal;
          yield chunk({ content: 'x' });
          await untilAborted(signal);
        },
      ],
    });
    const read = async () => {
      for await (const { choices } of run.stream()) if (choices[0]?.delta.content) run.cancel();
    };
    await expect(read()).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(upstreamSignal?.aborted).toBe(true);
    expect(run.events.published.at(-1)).toMatchObject({ finishReason: 'cancelled' });
  });

  it('is not taken for an answer when the upstream just ends', async () => {
    const run = createFakeRun({
      replies: [
        async function* () {
          yield chunk({ content: 'x' });
          run.cancel();
        },
      ],
    });
    await expect(run.collect()).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('asks nobody anything when the signal has fired before', async () => {
    const run = createFakeRun({ replies: [answer('hi')], tools: { 'a.b': () => text('') } });
    run.cancel();
    await expect(run.complete()).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(run.servers.settledFor).toEqual([]);
    expect(run.model.requests).toEqual([]);
  });
});

describe('the time-out of a recipe', () => {
  it('ends the run with 504 and aborts what it waits for', async () => {
    vi.useFakeTimers();
    let upstreamSignal: AbortSignal | undefined;
    const run = createFakeRun({
      replies: [
        (_request, { signal }) => {
          upstreamSignal = signal;
          return untilAborted(signal);
        },
      ],
      recipe: { timeout: 30 },
    });
    const outcome = run.complete().catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(29_999);
    expect(upstreamSignal?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    const error = await outcome;
    expect(error).toMatchObject({ code: 'UPSTREAM_TIMEOUT', status: 504 });
    expect(String(error)).toContain("recipe 'helper' did not finish within its time-out of 30 s");
    expect(upstreamSignal?.aborted).toBe(true);
  });

  it.each([undefined, 0])('is none when it is %s, and leaves no timer behind', async (timeout) => {
    vi.useFakeTimers();
    const run = createFakeRun({ replies: [answer('hi')], recipe: { timeout } });
    await run.complete();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves no timer behind when the run was in time', async () => {
    vi.useFakeTimers();
    const run = createFakeRun({ replies: [answer('hi')], recipe: { timeout: 1e9 } });
    await run.complete();
    expect(vi.getTimerCount()).toBe(0);
  });
});
