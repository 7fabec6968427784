import type { Inferencer, Inferencers } from '#core/ports/inferencers.ts';
import { RouterError } from '#core/router-error.ts';

export interface Target {
  readonly inferencer: Inferencer;
  /** The bare name the inferencer knows. */
  readonly model: string;
}

/** `<inferencer>/<model>` to a live inferencer. Throws UNSUPPORTED_INFERENCER. */
export function resolveTarget(reference: string, inferencers: Inferencers): Target {
  const slash = reference.indexOf('/');
  const name = slash === -1 ? reference : reference.slice(0, slash);
  const model = slash === -1 ? '' : reference.slice(slash + 1);

  if (name === 'woollama') throw unsupported(reference, 'a recipe cannot run on another recipe');
  const inferencer = inferencers.find(name);
  if (inferencer === undefined) {
    throw unsupported(reference, `known inferencers: ${inferencers.names().join(', ') || 'none'}`);
  }
  if (model === '') throw unsupported(reference, `it names no model; write ${name}/<model>`);
  return { inferencer, model };
}

function unsupported(reference: string, why: string): RouterError {
  return new RouterError('UNSUPPORTED_INFERENCER', `unsupported inferencer '${reference}': ${why}`);
}
