/** What people should know about the way their keys are kept. */
import type { KeychainIndex } from './keychain-index.ts';
import type { SecretsFile } from './secrets-file.ts';

export interface Keeping {
  readonly forced: 'file' | 'keychain' | undefined;
  /** Undecided until the first secret is stored: the keychain is not opened just to find out. */
  place: 'undecided' | 'keychain' | 'file';
  /** Why the secrets in the keychain could not be read at start. */
  unread: string | undefined;
  /** Why the keychain did not take the last secret. */
  refusal: string | undefined;
}

const FILE =
  'Keys are kept in an encrypted file that only you can read. What opens it lies beside it, so other programs that you run could read them.';

export function describeKeeping(
  { forced, place, unread, refusal }: Keeping,
  { file, index }: { readonly file: SecretsFile; readonly index: KeychainIndex },
): string | null {
  const sentences: (string | null)[] = [file.problem, index.problem];
  if (unread !== undefined) {
    const keys = index.names.length === 1 ? 'One key is' : `${index.names.length} keys are`;
    sentences.push(`${keys} in the keychain, which was not read: ${unread}.`);
  }
  if (forced === 'file') sentences.push(`${FILE} The variable WOOLLAMA_SECRETS chose the file.`);
  else if (place === 'undecided') sentences.push(beforeFirstKey(forced));
  else if (place === 'keychain' && file.entries.size > 0) {
    sentences.push(`Not all keys are in the keychain: ${file.entries.size} in a file.`);
  } else if (place === 'file' && forced === undefined) {
    if (refusal !== undefined) sentences.push(`The keychain could not be used: ${refusal}.`);
    else if (unread === undefined) sentences.push('No keychain was found.');
    sentences.push(FILE);
  }
  return sentences.filter((sentence) => sentence !== null).join(' ') || null;
}

function beforeFirstKey(forced: Keeping['forced']): string {
  if (forced === 'keychain') return 'Keys go into the keychain. It is opened for the first one.';
  return 'No key is kept yet. The first one goes into the keychain of this system, or into a file that only you can read if there is none.';
}
