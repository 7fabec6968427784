/** What is measured, and how rounds of it become one row of the report. */
import { median } from './quantile.ts';
import type { Slot } from './plan.ts';

export interface Measured extends Slot {
  /** Processor time of the measured process in this slot; undefined where nothing tells. */
  readonly processorMs: number | undefined;
}

/** One slot of each participant, taken one after the other. */
export type Round = Readonly<Record<string, Measured>>;

export interface Target {
  /** Whether the limit is for our value or for its quotient with the reference. */
  readonly on: 'value' | 'quotient';
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface Metric {
  readonly name: string;
  readonly unit: string;
  /** The value of one participant in a round. */
  readonly read: (round: Round, participant: string) => number;
  /** The participant ours is compared with. */
  readonly reference?: string;
  readonly target?: Target;
}

export interface Row {
  readonly measure: string;
  readonly unit: string;
  readonly value: number;
  readonly reference?: string;
  readonly referenceValue?: number;
  /** Median of the quotients of each round. */
  readonly quotient?: number;
  readonly target?: Target;
  /** Absent without a target or without a measured value. */
  readonly ok?: boolean;
}

/** Participants in turn: a, b, c, c, b, a, ... so that a drift of the machine meets all alike. */
export function turnOrder(participants: readonly string[], round: number): readonly string[] {
  return round % 2 === 0 ? participants : participants.toReversed();
}

export function toRow(prefix: string, metric: Metric, rounds: readonly Round[]): Row {
  const { name, unit, read, reference, target } = metric;
  const ours = rounds.map((round) => read(round, 'ours'));
  const row = { measure: `${prefix}: ${name}`, unit, value: median(ours) };
  if (reference === undefined) return judge(row, target);
  const theirs = rounds.map((round) => read(round, reference));
  const quotients = ours.map((value, index) => value / (theirs[index] ?? Number.NaN));
  const compared = { reference, referenceValue: median(theirs), quotient: median(quotients) };
  return judge({ ...row, ...compared }, target);
}

export function judge(row: Row, target?: Target): Row {
  if (!target) return row;
  const judged = target.on === 'value' ? row.value : row.quotient;
  if (judged === undefined || Number.isNaN(judged)) return { ...row, target };
  const { atLeast = -Infinity, atMost = Infinity } = target;
  return { ...row, target, ok: judged >= atLeast && judged <= atMost };
}

/** A participant's slot; a round without it is a mistake of the case. */
export function slotOf(round: Round, participant: string): Measured {
  const slot = round[participant];
  if (!slot) throw new Error(`no slot of ${participant}`);
  return slot;
}
