import { z } from 'zod';

import type { PeerAbilities } from '#core/ports/peer.ts';

export const NO_ABILITIES: PeerAbilities = {
  sampling: false,
  samplingTools: false,
  elicitForm: false,
  elicitUrl: false,
  roots: false,
};

const part = z.looseObject({});

const capabilities = z.looseObject({
  sampling: z.looseObject({ tools: part.optional() }).optional(),
  elicitation: z.looseObject({ form: part.optional(), url: part.optional() }).optional(),
  roots: part.optional(),
});

/** What a client's capabilities say it can be asked. */
export function toAbilities(said: unknown): PeerAbilities {
  const parsed = capabilities.safeParse(said);
  if (!parsed.success) return NO_ABILITIES;
  const { sampling, elicitation, roots } = parsed.data;
  return {
    sampling: sampling !== undefined,
    samplingTools: sampling?.tools !== undefined,
    // Forms came first: a client that names no mode means them.
    elicitForm:
      elicitation !== undefined &&
      (elicitation.form !== undefined || elicitation.url === undefined),
    elicitUrl: elicitation?.url !== undefined,
    roots: roots !== undefined,
  };
}
