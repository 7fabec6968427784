/** Revisions of MCP are dates; from this one on there is no session, every request stands alone. */
const FIRST_STATELESS = '2026-07-28';

export type ProtocolEra = 'session' | 'stateless';

export function eraOf(protocol: string): ProtocolEra {
  return protocol >= FIRST_STATELESS ? 'stateless' : 'session';
}

const WORDS: Readonly<Record<ProtocolEra, string>> = {
  session: 'with a session',
  stateless: 'without a session',
};

/** `2025-11-25, with a session` */
export function describeProtocol(protocol: string): string {
  return `${protocol}, ${WORDS[eraOf(protocol)]}`;
}
