import type { SecretsStatus } from '#contract/secrets.ts';

const KEEPERS: Readonly<Record<SecretsStatus['keeper'], string>> = {
  app: 'Kept by this app with the means of your operating system.',
  keychain: 'Kept in the keychain of your operating system.',
  file: 'Kept in an encrypted file that only you can read.',
};

/** Who keeps the keys, in a sentence. */
export function describeKeeper({ keeper }: SecretsStatus): string {
  return KEEPERS[keeper];
}
