import type { ControlParts, Handlers } from './handler.ts';

type Parts = Pick<ControlParts, 'imports'>;
type Methods = 'imports.scan' | 'imports.review' | 'imports.apply';

export function importHandlers({ imports }: Parts): Handlers<Methods> {
  return {
    'imports.scan': async () => ({ listings: await imports.scan() }),
    'imports.review': async ({ text }) => ({ candidates: await imports.review(text) }),
    'imports.apply': ({ source, accepted }) => imports.apply(source, accepted),
  };
}
