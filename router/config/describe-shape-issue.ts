/** What a schema says about a value, in words for the person who wrote the file. */
import type { z } from 'zod';

import type { DocumentFormat } from './formats/document.ts';
import { isObject, valueAt } from './formats/value-at.ts';

type ShapeIssue = z.core.$ZodIssue;

export interface Described {
  readonly message: string;
  readonly hint?: string | undefined;
}

/** Never quotes the value: it may be a secret. */
export function describeShapeIssue(
  issue: ShapeIssue,
  { value, format }: { readonly value: unknown; readonly format: DocumentFormat },
): Described {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const name = path.join('.');
  const actual = valueAt(value, path);
  if (actual === undefined) return { message: `missing '${name}'`, hint: EXAMPLES[name] };
  if (issue.code === 'too_small' && issue.origin === 'string') {
    return { message: `'${name}' must not be empty` };
  }
  const wanted = expectation(issue, format);
  const wrongType = issue.code === 'invalid_type' || issue.code === 'invalid_union';
  if (!wrongType) return { message: `'${name}' must be ${wanted}` };
  const message = `'${name}' must be ${wanted}, not ${nameOf(actual, format)}`;
  return { message, hint: hintFor(actual, wanted) };
}

/** The keys that can be missing are all in recipes. */
const EXAMPLES: Readonly<Record<string, string>> = {
  inferencer: 'Add a line such as inferencer = "auto/default".',
  tools: 'Add a line such as tools = [].',
  system: 'Add a line such as system = "You are a helpful assistant.".',
};

function expectation(issue: ShapeIssue, format: DocumentFormat): string {
  if (issue.code === 'invalid_type') return typeName(issue.expected, format);
  if (issue.code === 'too_small') return `${issue.minimum} or more`;
  if (issue.code === 'too_big') return `${issue.maximum} or less`;
  if (issue.code === 'invalid_union') {
    const branches = issue.errors.flatMap(([first]) => (first ? [expectation(first, format)] : []));
    return branches.join(' or ');
  }
  if (issue.code !== 'invalid_value') return 'something else';
  const [only, ...others] = issue.values.map(String);
  return others.length === 0 ? String(only) : `one of ${[only, ...others].join(', ')}`;
}

function typeName(type: string, format: DocumentFormat): string {
  if (type === 'record' || type === 'object') return format === 'toml' ? 'a table' : 'an object';
  return TYPES[type] ?? type;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  int: 'a whole number',
  number: 'a number',
};

function nameOf(value: unknown, format: DocumentFormat): string {
  if (Array.isArray(value)) return typeName('array', format);
  if (value === null) return 'null';
  if (value instanceof Date) return 'a date';
  return isObject(value) ? typeName('object', format) : typeName(typeof value, format);
}

function hintFor(actual: unknown, wanted: string): string | undefined {
  const written = typeof actual;
  if (wanted === 'text') return isObject(actual) ? undefined : 'Put it in quotes.';
  if (wanted === 'a list') return written === 'string' ? 'Put it in brackets: ["..."].' : undefined;
  if (wanted === 'a table') return 'Write { key = "value" }.';
  if (wanted === 'an object') return 'Write { "key": "value" }.';
  return written === 'string' ? 'Leave the quotes out.' : undefined;
}
