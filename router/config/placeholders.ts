/**
 * Shows a text without its secrets and turns what people made of it back, exactly.
 *
 * A secret stands as `‹secret 1›`, the same spelling of the same value always under the same
 * number. Whoever has `‹secret ` in the file already sees `‹secret-2 1›` and so on: the word is
 * one that neither the text nor any value in it holds, so a placeholder in what comes back was
 * either shown before or is not known at all. Numbers that were given keep their meaning; new
 * ones count on.
 */
import type { SecretSpan } from './find-secrets.ts';
import { createTextFinder } from './find-texts.ts';
import { splice } from './formats/text-lines.ts';
import { isObject } from './formats/value-at.ts';

interface Secret {
  /** As it is written in the text. */
  readonly written: string;
  readonly value: unknown;
  /** Without quotes, which are added to what is shown so that the text still parses. */
  readonly bare: boolean;
}

export interface Placeholders {
  readonly word: string;
  /** The first has number 1. */
  readonly secrets: readonly Secret[];
  /** How many of the first ones depend on the text alone. */
  readonly certain: number;
}

export interface ShownText {
  readonly text: string;
  readonly placeholders: Placeholders;
  /** From a place in the real text to the same one in the shown text. */
  readonly toShown: (offset: number) => number;
}

/** Without numbers yet, with a word that neither `text` nor its parsed `value` holds. */
export function choosePlaceholders(text: string, value: unknown): Placeholders {
  const used = text + JSON.stringify(value ?? null);
  let word = 'secret';
  for (let next = 2; used.includes(`‹${word} `); next++) word = `secret-${next}`;
  return { word, secrets: [], certain: 0 };
}

export function hideSecrets(
  text: string,
  spans: readonly SecretSpan[],
  earlier: Placeholders,
): ShownText {
  const { word } = earlier;
  const secrets = [...earlier.secrets];
  const numbers = new Map(secrets.map((secret, at) => [keyOf(secret), at + 1]));
  const numberOf = ({ start, end, value, bare }: SecretSpan): number => {
    const written = text.slice(start, end);
    const secret = { written, value, bare };
    const key = keyOf(secret);
    const number = numbers.get(key) ?? secrets.push(secret);
    numbers.set(key, number);
    return number;
  };
  // What is found whatever is known comes first, so that these numbers depend on the text only.
  for (const span of spans) if (span.certain) numberOf(span);
  const certain = earlier.secrets.length > 0 ? earlier.certain : secrets.length;
  let shown = '';
  let at = 0;
  const ends: { real: number; shown: number }[] = [{ real: 0, shown: 0 }];
  for (const span of spans) {
    const name = `‹${word} ${numberOf(span)}›`;
    shown += text.slice(at, span.start) + (span.bare ? `"${name}"` : name);
    at = span.end;
    ends.push({ real: at, shown: shown.length });
  }
  const toShown = (offset: number): number => {
    const near = ends.findLast(({ real }) => real <= offset);
    return near ? near.shown + offset - near.real : offset;
  };
  return { text: shown + text.slice(at), placeholders: { word, secrets, certain }, toShown };
}

/** The same spelling may mean another thing in other quotes. */
function keyOf({ written, value, bare }: Secret): string {
  return JSON.stringify([written, bare, typeof value, value]);
}

/** The text with the secrets as they were written. */
export function restoreText({ word, secrets }: Placeholders, shown: string): string {
  const name = new RegExp(`"‹${word} (\\d+)›"|‹${word} (\\d+)›`, 'g');
  return shown.replace(name, (match, quoted?: string, plain?: string) => {
    const secret = secrets[Number(quoted ?? plain) - 1];
    if (!secret) return match;
    return quoted === undefined || secret.bare ? secret.written : `"${secret.written}"`;
  });
}

/** A copy of plain values with the secrets' own values. Keys stay as they are. */
export function restoreValue(placeholders: Placeholders, value: unknown): unknown {
  const { word, secrets } = placeholders;
  if (Array.isArray(value)) return value.map((item) => restoreValue(placeholders, item));
  if (isObject(value) && !(value instanceof Date)) {
    const members = Object.entries(value);
    return Object.fromEntries(
      members.map(([key, item]) => [key, restoreValue(placeholders, item)]),
    );
  }
  if (typeof value !== 'string') return value;
  const whole = new RegExp(`^‹${word} (\\d+)›$`).exec(value);
  const secret = whole && secrets[Number(whole[1]) - 1];
  if (secret) return secret.value;
  return value.replace(new RegExp(`‹${word} (\\d+)›`, 'g'), (match, number: string) => {
    const part = secrets[Number(number) - 1];
    return part ? String(part.value) : match;
  });
}

/** Where something that looks like a placeholder stands for nothing, such as a damaged one. */
export function findStray({ word, secrets }: Placeholders, shown: string): number | undefined {
  const name = new RegExp(`‹${word} (?:(\\d+)›)?`, 'g');
  for (const { index, 1: number } of shown.matchAll(name)) {
    if (number === undefined || !secrets[Number(number) - 1]) return index;
  }
  return undefined;
}

/** Where the first placeholder stands whose secret is not written as it reads, or any; else 0. */
export function findEscaped({ word, secrets }: Placeholders, shown: string): number {
  const found = [...shown.matchAll(new RegExp(`‹${word} (\\d+)›`, 'g'))];
  const escaped = found.find(({ 1: number }) => {
    const secret = secrets[Number(number) - 1];
    return secret && (secret.written !== secret.value || /[\\'"\n]/.test(secret.written));
  });
  return (escaped ?? found[0])?.index ?? 0;
}

/** For sentences that may quote a value. */
export function createHider({ word, secrets }: Placeholders): (sentence: string) => string {
  const names = new Map<string, string>();
  secrets.forEach(({ written, value }, at) => {
    for (const text of [written, String(value)]) names.set(text, `‹${word} ${at + 1}›`);
  });
  const find = createTextFinder(names.keys());
  return (sentence) =>
    find(sentence).reduceRight((hidden, place) => {
      return splice(hidden, place, names.get(place.found));
    }, sentence);
}
