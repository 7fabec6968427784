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
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** This far a plain walk beats the call into `indexOf`. */
const SHORT_STRING = 64;

/** Up to this size walking everything costs next to nothing, and finds what is broken. */
const SMALL_BODY = 16_384;

const MODEL_KEY = Buffer.from('"model"');

/**
 * Finds the top-level `model`. Throws INVALID_JSON where the top level is no well-formed object,
 * and INVALID_REQUEST when `model` is no string or stands there twice. Nested values are only
 * balanced, not validated: the upstream does that. Large bodies with one `model` before or behind
 * everything large are not walked at all, so rules about who may use which model must not rest on
 * this alone.
 */
export function readBodyFields(body: Buffer): BodyFields {
  if (body.length > SMALL_BODY) {
    const found = unlessBroken(() => readFront(body)) ?? unlessBroken(() => readTail(body));
    if (found !== undefined && countModels(body) === 1) return found;
  }
  return readAll(body);
}

/** Whether the top level has `key`. Throws as `readBodyFields`. */
export function hasTopLevelKey(body: Buffer, key: string): boolean {
  if (!body.includes(`"${key}"`) && !body.includes(String.raw`\u`)) return false;
  let found = false;
  walkMembers(body, openObject(body), (name) => (found ||= name === key));
  return found;
}

function readAll(body: Buffer): BodyFields {
  let fields: BodyFields = { model: undefined, start: 0, end: 0 };
  walkMembers(body, openObject(body), (key, start, end) => {
    if (key !== 'model') return;
    if (fields.model !== undefined) {
      throw new RouterError('INVALID_REQUEST', "'model' is given twice", { param: 'model' });
    }
    fields = readModel(body, start, end);
  });
  return fields;
}

/** The model, if it comes before the first list or object. */
export function readFront(body: Buffer): BodyFields | undefined {
  for (let at = openObject(body); body[at] === QUOTE;) {
    const keyEnd = skipString(body, at);
    const start = skipColon(body, keyEnd);
    if (body[start] === OPEN_BRACE || body[start] === OPEN_BRACKET) return undefined;
    const end = skipValue(body, start);
    if (textOf(body, at, keyEnd) === 'model') return readModel(body, start, end);
    at = skipSpace(body, skipSpace(body, end) + 1);
  }
  return undefined;
}

/**
 * The model, if it is the last of its name. Behind it there may only be members of the same object
 * and then the end of the body, so that object is the outermost one.
 */
export function readTail(body: Buffer): BodyFields | undefined {
  const at = body.lastIndexOf(MODEL_KEY);
  // Behind a backslash it is the end of some longer string; at the very front nobody knows.
  if (at <= 0 || body[at - 1] === BACKSLASH) return undefined;
  let fields: BodyFields | undefined;
  walkMembers(body, at, (_key, start, end) => (fields ??= readModel(body, start, end)));
  return fields;
}

export function countModels(body: Buffer): number {
  let count = 0;
  for (let at = body.indexOf(MODEL_KEY); at !== -1; at = body.indexOf(MODEL_KEY, at + 1))
    count += 1;
  return count;
}

/** Only whether it can be done the short way; what is broken is told by the long one. */
export function unlessBroken(read: () => BodyFields | undefined): BodyFields | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

type Visit = (key: string, start: number, end: number) => void;

/** Visits members from the key at `from` to the end of the body, which must be the object's end. */
function walkMembers(body: Buffer, from: number, visit: Visit): void {
  let at = from;
  while (body[at] !== CLOSE_BRACE) {
    if (body[at] !== QUOTE) throw invalid(at, 'expected a key in double quotes');
    const keyEnd = skipString(body, at);
    const start = skipColon(body, keyEnd);
    const end = skipValue(body, start);
    visit(textOf(body, at, keyEnd), start, end);
    at = skipSpace(body, end);
    if (body[at] === COMMA) {
      at = skipSpace(body, at + 1);
      if (body[at] === CLOSE_BRACE) throw invalid(at, 'expected a key after the comma');
    } else if (body[at] !== CLOSE_BRACE) throw invalid(at, 'expected a comma or the end');
  }
  at = skipSpace(body, at + 1);
  if (at < body.length) throw invalid(at, 'unexpected text after the object');
}

/** Where the first key, or the end, of the outermost object is. */
function openObject(body: Buffer): number {
  const at = skipSpace(body, 0);
  if (body[at] !== OPEN_BRACE) throw invalid(at, 'expected an object');
  return skipSpace(body, at + 1);
}

/** From behind a key to its value. */
function skipColon(body: Buffer, from: number): number {
  const at = skipSpace(body, from);
  if (body[at] !== COLON) throw invalid(at, 'expected a colon');
  return skipSpace(body, at + 1);
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

function readModel(body: Buffer, start: number, end: number): BodyFields {
  if (body[start] !== QUOTE) {
    throw new RouterError('INVALID_REQUEST', "'model' must be a string", { param: 'model' });
  }
  return { model: textOf(body, start, end), start, end };
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
  let at = from + 1;
  for (;;) {
    const near = Math.min(body.length, at + SHORT_STRING);
    while (at < near) {
      const byte = body[at];
      if (byte === QUOTE) return at + 1;
      at += byte === BACKSLASH ? 2 : 1;
    }
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
