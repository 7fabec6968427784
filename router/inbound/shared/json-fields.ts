/**
 * Reads and changes the top-level `model` of a JSON body without parsing it: bodies carry whole
 * conversations and images, and a relay needs one short string of them.
 */
import { RouterError } from '#core/router-error.ts';

export interface BodyFields {
  /** Decoded; undefined when absent. */
  readonly model: string | undefined;
  /** Byte offsets of the model's value, quotes included. */
  readonly start: number;
  readonly end: number;
  /** Whether a top-level `options` is there (Ollama's own settings). */
  readonly hasOptions: boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Below this many bytes a plain walk beats the call into `indexOf`. */
const SHORT_STRING = 32;

/**
 * Walks the top level of `body` to its end. Throws INVALID_JSON where that is not an object, and
 * INVALID_REQUEST when `model` is no string or stands there twice. Nested values are only balanced,
 * not validated: the upstream does that.
 */
export function readBodyFields(body: Buffer): BodyFields {
  let at = skipSpace(body, 0);
  if (body[at] !== OPEN_BRACE) throw invalid(at, 'expected an object');
  at = skipSpace(body, at + 1);
  let fields: BodyFields = { model: undefined, start: 0, end: 0, hasOptions: false };
  while (body[at] !== CLOSE_BRACE) {
    if (body[at] !== QUOTE) throw invalid(at, 'expected a key in double quotes');
    const keyEnd = skipString(body, at);
    const key = textOf(body, at, keyEnd);
    at = skipSpace(body, keyEnd);
    if (body[at] !== COLON) throw invalid(at, 'expected a colon');
    const start = skipSpace(body, at + 1);
    const end = skipValue(body, start);
    if (key === 'model') fields = withModel(fields, body, [start, end]);
    else if (key === 'options') fields = { ...fields, hasOptions: true };
    at = skipSpace(body, end);
    if (body[at] === COMMA) {
      at = skipSpace(body, at + 1);
      if (body[at] === CLOSE_BRACE) throw invalid(at, 'expected a key after the comma');
    } else if (body[at] !== CLOSE_BRACE) throw invalid(at, 'expected a comma or the end');
  }
  at = skipSpace(body, at + 1);
  if (at < body.length) throw invalid(at, 'unexpected text after the object');
  return fields;
}

/**
 * `body` with another model name. Writes into `body` itself where the new name is not longer,
 * filling up with spaces, so that nothing is copied.
 */
export function replaceModel(body: Buffer, fields: BodyFields, model: string): Buffer {
  const value = Buffer.from(JSON.stringify(model));
  const room = fields.end - fields.start;
  if (value.length <= room) {
    value.copy(body, fields.start);
    body.fill(0x20, fields.start + value.length, fields.end);
    return body;
  }
  return Buffer.concat([body.subarray(0, fields.start), value, body.subarray(fields.end)]);
}

function withModel(
  fields: BodyFields,
  body: Buffer,
  [start, end]: readonly [number, number],
): BodyFields {
  if (fields.model !== undefined) {
    throw new RouterError('INVALID_REQUEST', "'model' is given twice", { param: 'model' });
  }
  if (body[start] !== QUOTE) {
    throw new RouterError('INVALID_REQUEST', "'model' must be a string", { param: 'model' });
  }
  return { ...fields, model: textOf(body, start, end), start, end };
}

function textOf(body: Buffer, start: number, end: number): string {
  const raw = body.toString('utf8', start + 1, end - 1);
  if (!raw.includes('\\')) return raw;
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch {
    throw invalid(start, 'bad escape in a string');
  }
}

function skipSpace(body: Buffer, from: number): number {
  let at = from;
  for (let byte = body[at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;) {
    at += 1;
    byte = body[at];
  }
  return at;
}

/** From an opening quote to behind the closing one. */
function skipString(body: Buffer, from: number): number {
  const near = Math.min(body.length, from + SHORT_STRING);
  let at = from + 1;
  while (at < near) {
    const byte = body[at];
    if (byte === QUOTE) return at + 1;
    at += byte === BACKSLASH ? 2 : 1;
  }
  for (;;) {
    const quote = body.indexOf(QUOTE, at);
    if (quote === -1) throw invalid(body.length, 'a string does not end');
    let backslashes = 0;
    while (quote - 1 - backslashes >= at && body[quote - 1 - backslashes] === BACKSLASH) {
      backslashes += 1;
    }
    if (backslashes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}

function skipValue(body: Buffer, from: number): number {
  const first = body[from];
  if (first === QUOTE) return skipString(body, from);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return skipNested(body, from);
  let at = from;
  for (let byte = body[at]; byte !== undefined && isLiteral(byte); byte = body[at]) at += 1;
  if (at === from) throw invalid(at, 'expected a value');
  return at;
}

function skipNested(body: Buffer, from: number): number {
  let depth = 0;
  let at = from;
  while (at < body.length) {
    const byte = body[at];
    if (byte === QUOTE) {
      at = skipString(body, at);
      continue;
    }
    at += 1;
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  throw invalid(body.length, 'the text ends too early');
}

/** Numbers, true, false, null: letters, digits, `+ - .` */
function isLiteral(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x2d ||
    byte === 0x2b ||
    byte === 0x2e ||
    byte === 0x45
  );
}

function invalid(position: number, why: string): RouterError {
  return new RouterError('INVALID_JSON', `the body is not valid JSON at byte ${position}: ${why}`);
}
