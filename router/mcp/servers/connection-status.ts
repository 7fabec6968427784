import type { ServerEntry } from '#contract/config.ts';
import type { ServerState } from '#contract/events.ts';
import type { ServerStatus } from '#contract/status.ts';
import type { ShownOffer } from '../offers/shown-offer.ts';
import type { Link } from '../session/link.ts';
import type { Session } from '../session/session.ts';
import { linkKinds } from '../transports/open-link.ts';

/** `attempts` counts the failed ones in a row. */
export type ConnectionStatus = Omit<ServerStatus, 'name' | 'restarts'>;

export interface ConnectionFacts {
  readonly entry: ServerEntry;
  readonly state: ServerState;
  readonly attempts: number;
  readonly reason: string | undefined;
  readonly nextRetryAt: number | undefined;
  readonly connectedAt: number | undefined;
  /** The current one, or the last one. */
  readonly link: Link | undefined;
  /** While it is connected. */
  readonly session: Session | undefined;
  readonly shown: ShownOffer;
}

/** What the owner is told of a connection. */
export function describeConnection(facts: ConnectionFacts): ConnectionStatus {
  const { entry, state, attempts, reason, nextRetryAt, connectedAt, link, session, shown } = facts;
  const stderr = link?.kind === 'stdio' ? link.stderr() : undefined;
  const pid = link?.pid();
  return {
    transport: link?.kind ?? linkKinds(entry)[0],
    state,
    tools: session === undefined ? 0 : shown.tools.length,
    attempts: state === 'connected' ? 0 : attempts,
    ...(reason === undefined ? {} : { reason }),
    ...(nextRetryAt === undefined ? {} : { nextRetryAt }),
    ...(stderr === undefined ? {} : { stderr }),
    ...(pid === undefined ? {} : { pid }),
    ...(connectedAt === undefined ? {} : { connectedAt }),
    ...(session === undefined ? {} : describeSession(session, shown)),
  };
}

function describeSession({ facts }: Session, shown: ShownOffer): Partial<ConnectionStatus> {
  const { prompts, resources, templates } = shown.offer;
  return {
    protocol: facts.protocol,
    ...(facts.program === undefined ? {} : { program: facts.program }),
    prompts: prompts.length,
    resources: resources.length + templates.length,
    schemaTokens: shown.schemaTokens,
  };
}
