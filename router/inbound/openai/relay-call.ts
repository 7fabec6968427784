import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

import type { Inferencer } from '#core/ports/inferencers.ts';
import type { OpenRequest, RequestEnd } from '#core/ports/requests.ts';
import type { RawBody } from '../shared/raw-body.ts';
import { forwardedHeaders } from '../shared/forwarded-headers.ts';
import { withModel, type ModelField } from '../shared/find-model.ts';

interface RelayedCall {
  readonly inferencer: Inferencer;
  /** The name the inferencer knows. */
  readonly model: string;
  /** Below the base_url. */
  readonly path: string;
  readonly body: RawBody;
  readonly field: ModelField;
  readonly headers: IncomingHttpHeaders;
}

/** Hands a body on with nothing but its model name changed, and the answer back. */
export async function relayCall(
  call: RelayedCall,
  open: OpenRequest,
  out: ServerResponse,
): Promise<RequestEnd> {
  const { status, cancelled, errorCode } = await call.inferencer.relay(
    {
      path: call.path,
      body: withModel(call.body, call.field, call.model),
      headers: forwardedHeaders(call.headers),
      signal: open.signal,
    },
    out,
  );
  if (cancelled) return { outcome: 'cancelled', status };
  if (errorCode !== undefined) return { outcome: 'error', status, errorCode };
  if (status >= 400) return { outcome: 'error', status, errorCode: 'UPSTREAM_STATUS' };
  return { outcome: 'ok', status };
}
