export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** The choices, and what the file says when that is none of them. */
export function withOther(choices: readonly Choice[], value: string): Choice[] {
  const isKnown = value === '' || choices.some((choice) => choice.value === value);
  return isKnown ? [...choices] : [...choices, { value, label: value }];
}
