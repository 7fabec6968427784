/** What a field takes, in words, where its schema says so. */
import type { Field } from './schema-form.ts';

/** `From 1 to 9.`; empty when anything goes. */
export function describeBounds(field: Field): string {
  switch (field.kind) {
    case 'number':
      return between(field.min, field.max, { unit: '', least: 'At least', most: 'At most' });
    case 'text':
      return between(field.minLength, field.maxLength, {
        unit: ' characters',
        least: 'At least',
        most: 'At most',
      });
    case 'many':
      return between(field.min, field.max, {
        unit: '',
        least: 'Choose at least',
        most: 'Choose at most',
      });
    case 'switch':
    case 'choice':
    case 'lines':
    case 'group':
    case 'json':
      return '';
  }
}

interface Words {
  readonly unit: string;
  readonly least: string;
  readonly most: string;
}

function between(min: number | undefined, max: number | undefined, words: Words): string {
  const { unit, least, most } = words;
  if (min !== undefined && max !== undefined) return `From ${min} to ${max}${unit}.`;
  if (min !== undefined) return `${least} ${min}${unit}.`;
  return max === undefined ? '' : `${most} ${max}${unit}.`;
}
