/**
 * A JSON body as it arrived, in pieces: agents send whole conversations with every call, and
 * joining those costs more than passing them on.
 */
import type { FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';

import { RouterError } from '#core/router-error.ts';

export class RawBody {
  #parts: readonly Buffer[];

  constructor(parts: readonly Buffer[]) {
    this.#parts = parts;
  }

  get parts(): readonly Buffer[] {
    return this.#parts;
  }

  /** All bytes in one piece; from then on they are one part. */
  whole(): Buffer {
    const [first] = this.#parts;
    if (first !== undefined && this.#parts.length === 1) return first;
    const joined = Buffer.concat(this.#parts);
    this.#parts = [joined];
    return joined;
  }
}

/** What the content-type parser left of a request: its bytes, or nothing. */
export function toRawBody(body: unknown): RawBody {
  return body instanceof RawBody ? body : new RawBody([]);
}

type Done = (error: Error | null, body?: RawBody) => void;

/**
 * A content-type parser that reads `limit` bytes at most. Fails with BODY_TOO_LARGE, or with
 * INVALID_REQUEST when the body is not as long as announced.
 */
export function rawBodyParser(limit: number) {
  return (request: FastifyRequest, payload: IncomingMessage, done: Done): void => {
    const announced = Number(request.headers['content-length']);
    if (announced > limit) {
      done(new RouterError('BODY_TOO_LARGE'));
      return;
    }
    const parts: Buffer[] = [];
    let length = 0;
    const finish = (error: RouterError | null): void => {
      payload.off('data', onData).off('end', onEnd).off('error', onError);
      if (error === null) done(null, new RawBody(parts));
      else done(error);
    };
    const onData = (part: Buffer): void => {
      length += part.length;
      if (length > limit) finish(new RouterError('BODY_TOO_LARGE'));
      else parts.push(part);
    };
    const onEnd = (): void => {
      const isWhole = Number.isNaN(announced) || announced === length;
      finish(isWhole ? null : new RouterError('INVALID_REQUEST', 'the body has not its length'));
    };
    const onError = (cause: Error): void =>
      finish(new RouterError('INVALID_REQUEST', 'the body broke off', { cause }));
    payload.on('data', onData).on('end', onEnd).on('error', onError);
  };
}
