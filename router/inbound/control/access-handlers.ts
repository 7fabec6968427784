import type { ControlParts, Handlers } from './handler.ts';

type Parts = Pick<
  ControlParts,
  'createLink' | 'clientToken' | 'createTokenFile' | 'checkRestart' | 'onRestart'
>;
type Methods = 'links.create' | 'access.token' | 'access.create-token' | 'router.restart';

export function accessHandlers(parts: Parts): Handlers<Methods> {
  const { createLink, clientToken, createTokenFile, checkRestart, onRestart } = parts;
  return {
    'links.create': () => ({ url: createLink() }),
    'access.token': () => ({ token: clientToken() || null }),
    'access.create-token': async () => ({ path: await createTokenFile() }),
    async 'router.restart'(_params, { connection }) {
      // The answer is out, or nobody waits for it any more; that may happen during the check.
      const closed = new Promise<void>((resolve) => connection.once('close', resolve));
      await checkRestart();
      void closed.then(onRestart);
      return {};
    },
  };
}
