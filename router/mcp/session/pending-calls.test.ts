import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { JsonObject, ToolResult } from '#core/ports/tools.ts';
import { PendingCalls, type PendingCall } from './pending-calls.ts';
import type { RelayCall } from './relay-call.ts';

const RESULT: ToolResult = { content: [{ type: 'text', text: 'done' }] };

function callOf(fields: Partial<RelayCall> = {}): RelayCall {
  return {
    method: 'tools/call',
    params: {},
    label: 'Tool s.slow',
    param: 's.slow',
    timeoutMs: 1000,
    signal: new AbortController().signal,
    ...fields,
  };
}

/** As the SDK: rejects when the signal fires, and never answers. */
function silence(signal: AbortSignal): Promise<ToolResult> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('SDK: aborted')));
  });
}

describe('a pending call', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('answers and leaves nothing behind', async () => {
    const calls = new PendingCalls();
    const controller = new AbortController();
    const removed = vi.spyOn(controller.signal, 'removeEventListener');
    let token: unknown;
    const result = await calls.run(
      callOf({ signal: controller.signal }),
      async ({ token: given }) => {
        token = given;
        return RESULT;
      },
    );
    expect(result).toBe(RESULT);
    expect(calls.find(token)).toBeUndefined();
    expect(removed).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('times out after its silence', async () => {
    const call = new PendingCalls().run(callOf(), ({ signal }) => silence(signal));
    const failure = expect(call).rejects.toMatchObject({ code: 'TOOL_TIMEOUT', param: 's.slow' });
    await vi.advanceTimersByTimeAsync(999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await failure;
    expect(vi.getTimerCount()).toBe(0);
  });

  test('lives on while it reports progress', async () => {
    const calls = new PendingCalls();
    const seen: number[] = [];
    const onProgress = ({ progress }: JsonObject): void => void seen.push(Number(progress));
    let token: unknown;
    const call = calls.run(callOf({ onProgress }), ({ token: given, signal }) => {
      token = given;
      return silence(signal);
    });
    const failure = expect(call).rejects.toMatchObject({ code: 'TOOL_TIMEOUT' });
    for (const progress of [1, 2, 3]) {
      await vi.advanceTimersByTimeAsync(900);
      calls.find(token)?.progressed({ progress });
    }
    expect(seen).toEqual([1, 2, 3]);
    await vi.advanceTimersByTimeAsync(1000);
    await failure;
  });

  test('is told in words a step beyond its last progress', async () => {
    const seen: JsonObject[] = [];
    await new PendingCalls().run(
      callOf({ onProgress: (progress) => void seen.push(progress) }),
      async (pending) => {
        pending.said('first');
        pending.progressed({ progress: 40, total: 50 });
        pending.said('then');
        return RESULT;
      },
    );
    expect(seen).toEqual([
      { progress: 1, message: 'first' },
      { progress: 40, total: 50 },
      { progress: 41, message: 'then' },
    ]);
  });

  test('does not time out while somebody is asked in its name', async () => {
    const calls = new PendingCalls();
    let held: PendingCall | undefined;
    const call = calls.run(callOf(), (pending) => {
      held = pending;
      return silence(pending.signal);
    });
    const failure = expect(call).rejects.toMatchObject({ code: 'TOOL_TIMEOUT' });
    const releases = [held?.hold(), held?.hold()];
    await vi.advanceTimersByTimeAsync(5000);
    releases[0]?.();
    releases[0]?.();
    held?.progressed();
    await vi.advanceTimersByTimeAsync(5000);
    expect(calls.all()).toHaveLength(1);
    releases[1]?.();
    await vi.advanceTimersByTimeAsync(999);
    expect(calls.all()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    await failure;
    expect(vi.getTimerCount()).toBe(0);
  });

  test('without a limit has no timer', async () => {
    const controller = new AbortController();
    const call = new PendingCalls().run(
      callOf({ timeoutMs: 0, signal: controller.signal }),
      ({ signal }) => silence(signal),
    );
    expect(vi.getTimerCount()).toBe(0);
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  test('a limit longer than timers can wait does not fire at once', async () => {
    const controller = new AbortController();
    const call = new PendingCalls().run(
      callOf({ timeoutMs: 10 ** 12, signal: controller.signal }),
      ({ signal }) => silence(signal),
    );
    await vi.advanceTimersByTimeAsync(60_000);
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  test('cancelled before it began is never sent', async () => {
    const send = vi.fn(async () => RESULT);
    const call = new PendingCalls().run(callOf({ signal: AbortSignal.abort() }), send);
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(send).not.toHaveBeenCalled();
  });

  test('the first reason wins', async () => {
    const controller = new AbortController();
    const call = new PendingCalls().run(callOf({ signal: controller.signal }), ({ signal }) =>
      silence(signal),
    );
    const failure = expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    controller.abort();
    await vi.advanceTimersByTimeAsync(5000);
    await failure;
  });

  test('whose stream ended without an answer fails', async () => {
    vi.useRealTimers();
    const calls = new PendingCalls();
    const call = calls.run(callOf(), ({ token, signal }) => {
      calls.find(token)?.cut();
      return silence(signal);
    });
    await expect(call).rejects.toMatchObject({ code: 'TOOLS_UNAVAILABLE' });
  });

  test('whose answer came with the end of its stream succeeds', async () => {
    vi.useRealTimers();
    const calls = new PendingCalls();
    const result = await calls.run(callOf(), async ({ token }) => {
      calls.find(token)?.cut();
      return RESULT;
    });
    expect(result).toBe(RESULT);
  });
});

test('tokens nobody gave out belong to no call', () => {
  const calls = new PendingCalls();
  for (const token of [undefined, null, 0, '1', {}]) expect(calls.find(token)).toBeUndefined();
});
