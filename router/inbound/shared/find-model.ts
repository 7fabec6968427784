import {
  countModels,
  readBodyFields,
  readFront,
  readTail,
  unlessBroken,
  replaceModel,
  type BodyFields,
} from './json-fields.ts';
import type { RawBody } from './raw-body.ts';

export interface ModelField extends BodyFields {
  /** The part of the body in which the offsets count. */
  readonly part: number;
}

/** The longest piece of `"model"` that can hang over the end of a part. */
const OVERHANG = '"model"'.length - 1;

/**
 * Finds the top-level `model`; joins the parts of the body only where it must. Throws as
 * `readBodyFields`.
 */
export function findModel(body: RawBody): ModelField {
  const { parts } = body;
  const first = parts[0];
  const last = parts.at(-1);
  if (parts.length > 1 && first !== undefined && last !== undefined) {
    const front = unlessBroken(() => readFront(first));
    const found = front ?? unlessBroken(() => readTail(last));
    if (found !== undefined && countAcross(parts) === 1) {
      return { ...found, part: front === undefined ? parts.length - 1 : 0 };
    }
  }
  return { ...readBodyFields(body.whole()), part: 0 };
}

/** The body with another model name; bytes are changed in place where the new name is not longer. */
export function withModel(body: RawBody, field: ModelField, model: string): readonly Buffer[] {
  return body.parts.map((part, index) =>
    index === field.part ? replaceModel(part, field, model) : part,
  );
}

function countAcross(parts: readonly Buffer[]): number {
  let count = 0;
  parts.forEach((part, index) => {
    count += countModels(part);
    const next = parts[index + 1];
    if (next === undefined) return;
    const seam = [part.subarray(-OVERHANG), next.subarray(0, OVERHANG)];
    count += countModels(Buffer.concat(seam));
  });
  return count;
}
