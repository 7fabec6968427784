import type { ChatRequest } from '#core/chat.ts';
import type { ChatOptions, Inferencer } from '#core/ports/inferencers.ts';

import { throwIfCancelled } from '../run-scope.ts';
import type { Step, Turn } from '../turn.ts';
import { createAssembly } from './assemble-turn.ts';
import { readCompletion } from './read-completion.ts';

/** One call of the model; yields pieces only when `request.stream` is set. */
export async function* askModel(
  inferencer: Inferencer,
  request: ChatRequest,
  options: ChatOptions,
): AsyncGenerator<Step, Turn, void> {
  throwIfCancelled(options.signal);
  if (request.stream !== true) {
    return readCompletion(await inferencer.complete(request, options));
  }
  const assembly = createAssembly();
  for await (const chunk of inferencer.stream(request, options)) {
    const piece = assembly.add(chunk);
    if (piece !== undefined) yield { kind: 'piece', piece };
  }
  // A stream that ends quietly because it was aborted is not an answer.
  throwIfCancelled(options.signal);
  return assembly.finish();
}
