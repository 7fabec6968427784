/** Which values are secrets by their name, and under which name one is kept. */

const SECRET_NAME = /KEY|TOKEN|SECRET|PASS|AUTH(?!OR(?!IZ))|CREDENTIAL|COOKIE|PRIVATE/i;

export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** A value that is, or holds, `${NAME}` or `$NAME`: no secret itself. */
export function isReference(value: string): boolean {
  return /^\s*(?:\w+ )?\$(?:\{[^}]+\}|\w+)\s*$/.test(value);
}

/** What the router shows in the place of a secret that stands in the file. */
export function isPlaceholder(value: string): boolean {
  return /‹secret \d+›/.test(value);
}

/** A name that is free in the store: that of the variable, or one that names the server too. */
export function freeSecretName(
  wanted: { readonly server: string; readonly variable: string },
  taken: readonly string[],
): string {
  const variable = toName(wanted.variable);
  const candidates = [variable, toName(`${wanted.server}_${wanted.variable}`)];
  for (const candidate of candidates) if (!taken.includes(candidate)) return candidate;
  const longest = candidates.at(-1) ?? variable;
  let number = 2;
  while (taken.includes(`${longest}_${number}`)) number += 1;
  return `${longest}_${number}`;
}

/** Letters, digits and `_`, not beginning with a digit, at most 90 characters. */
function toName(text: string): string {
  const name = text.toUpperCase().replace(/\W+/g, '_').slice(0, 90);
  return /^[A-Z_]/.test(name) ? name : `S_${name}`;
}
