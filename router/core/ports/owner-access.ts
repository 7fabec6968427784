/** How the owner proves to be the owner where there is no private socket. */
import type { IncomingHttpHeaders } from 'node:http';

export interface OwnerSession {
  /** For the `Set-Cookie` header. */
  readonly cookie: string;
  /** The page sends it as `x-woollama-session`; only both together count. */
  readonly session: string;
}

export interface OwnerAccess {
  /** New at every start; for programs of the owner. */
  readonly token: string;
  /** The secret part of a link that opens one session within two minutes. */
  createLink(): string;
  /** Undefined when the link is unknown, used or too old. */
  redeem(link: string): OwnerSession | undefined;
  /** Whether these headers carry the owner's token, or a session's cookie and its other half. */
  isOwner(headers: IncomingHttpHeaders): boolean;
}
