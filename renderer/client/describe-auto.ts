/** What `auto/default` stands for. The demo has two models for calls with and without tools. */
import { DEMO } from '#contract/names.ts';

export function describeAuto(model: string): string {
  return model.startsWith(`${DEMO}/`) ? 'the built-in demo' : model;
}
