import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT, EVENT_CHUNK, restOfStream, streamBytes } from './bodies.ts';
import { createChunkedReader, createLengthReader } from './body-reader.ts';

/** Hands the bytes over in pieces cut at the given places; true if only the last one ended the body. */
function readInPieces(
  reader: { read(data: Buffer, from: number): boolean },
  bytes: Buffer,
  cuts: readonly number[],
): boolean {
  const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
  const pieces = places
    .slice(1)
    .map((end, index) => bytes.subarray(places[index], end))
    .filter((piece) => piece.length > 0);
  return pieces.every((piece, index) => reader.read(piece, 0) === (index === pieces.length - 1));
}

const EVENTS = 5;
const stream = Buffer.concat([EVENT_CHUNK, restOfStream(EVENTS)]);

describe('the body reader', () => {
  it('finds payload and end of a chunked body wherever it is cut', () => {
    const cuts = fc.array(fc.nat({ max: stream.length }), { maxLength: 12 });
    fc.assert(
      fc.property(cuts, (places) => {
        const payload: Buffer[] = [];
        const reader = createChunkedReader((part) => payload.push(part));
        expect(readInPieces(reader, stream, places)).toBe(true);
        expect(reader.payloadBytes).toBe(streamBytes(EVENTS));
        const text = Buffer.concat(payload).toString();
        expect(text).toBe(`${EVENT.repeat(EVENTS)}data: [DONE]\n\n`);
      }),
    );
  });

  it('ends a body of known length with its last byte', () => {
    const reader = createLengthReader(10);
    expect(reader.read(Buffer.from('head12345'), 4)).toBe(false);
    expect(reader.read(Buffer.from('67890'), 0)).toBe(true);
    expect(reader.payloadBytes).toBe(10);
  });

  it('ends an empty body at once', () => {
    expect(createLengthReader(0).read(Buffer.from('head'), 4)).toBe(true);
  });
});
