import { quantile } from './quantile.ts';
import type { Slot } from './plan.ts';

export interface Outcome {
  readonly ok: boolean;
  readonly totalMs: number;
  readonly firstMs: number;
  readonly payloadBytes: number;
}

export interface SlotOptions {
  /** Each is called again as soon as it resolved, all side by side. */
  readonly askers: readonly (() => Promise<Outcome>)[];
  readonly warmMs: number;
  readonly durationMs: number;
}

/** Lets the askers run for a while and counts the answers that end after the warm-up. */
export async function takeSlot({ askers, warmMs, durationMs }: SlotOptions): Promise<Slot> {
  const begunMs = performance.now() + warmMs;
  const endMs = begunMs + durationMs;
  const counted: Outcome[] = [];
  let answered = 0;
  let failed = 0;
  await Promise.all(
    askers.map(async (ask) => {
      while (performance.now() < endMs) {
        const outcome = await ask();
        answered += 1;
        if (performance.now() < begunMs) continue;
        if (outcome.ok) counted.push(outcome);
        else failed += 1;
      }
    }),
  );
  if (counted.length === 0) throw new Error(`none of ${failed} answers was right`);
  const totals = counted.map(({ totalMs }) => totalMs);
  return {
    count: counted.length,
    answered,
    failed,
    elapsedMs: performance.now() - begunMs,
    p50Ms: quantile(totals, 0.5),
    p99Ms: quantile(totals, 0.99),
    firstMs: quantile(
      counted.map(({ firstMs }) => firstMs),
      0.5,
    ),
    payloadBytes: counted.reduce((sum, outcome) => sum + outcome.payloadBytes, 0),
  };
}
