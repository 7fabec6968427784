/** What the user said about the servers that were found: which to add, and under which names. */
import type { ImportCandidate } from '#contract/imports.ts';

export interface Choice {
  readonly yes: boolean;
  /** The name it gets here. */
  readonly as: string;
}

/** By the name the candidate has in its source. What is not there was not touched. */
export type Choices = Readonly<Record<string, Choice>>;

export function choiceOf(choices: Choices, { name, suggestedName }: ImportCandidate): Choice {
  return Object.hasOwn(choices, name)
    ? (choices[name] ?? { yes: false, as: suggestedName })
    : { yes: false, as: suggestedName };
}

export function canBeAdded({ problem, known }: ImportCandidate): boolean {
  return problem === null && !known;
}

/** What goes to the router: only what was said yes to. */
export function acceptedOf(
  candidates: readonly ImportCandidate[],
  choices: Choices,
): { readonly name: string; readonly as: string }[] {
  return candidates.filter(canBeAdded).flatMap((candidate) => {
    const { yes, as } = choiceOf(choices, candidate);
    return yes ? [{ name: candidate.name, as: as.trim() }] : [];
  });
}

/** Why a name cannot be taken; undefined when it can. */
export function nameProblem(as: string, taken: Iterable<string>): string | undefined {
  const name = as.trim();
  if (name === '') return 'Give it a name.';
  const isTaken = [...taken].includes(name);
  return isTaken ? 'There is a server of this name already.' : undefined;
}

/** One sentence when the names of what was accepted do not work, else undefined. */
export function acceptedProblem(
  accepted: readonly { readonly as: string }[],
  taken: Iterable<string>,
): string | undefined {
  const names = accepted.map(({ as }) => as);
  const here = new Set(taken);
  const bad = names.find((name) => nameProblem(name, here) !== undefined);
  if (bad !== undefined) return nameProblem(bad, here);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  return twice === undefined ? undefined : `Two of them are called ${twice}.`;
}

/** The program's own words for what is about to happen. */
export function consentWords(candidate: ImportCandidate): string {
  const { commandLine, disabled } = candidate;
  if (commandLine.length === 0) {
    return 'Woollama will connect to this address and send it what your programs ask.';
  }
  const words = 'This program will run on your computer with your rights.';
  return disabled ? `${words} It is switched off for now.` : words;
}

/** One `NAME=value` each; what is secret is not here to be shown. */
export function variableLines(env: ImportCandidate['env']): readonly string[] {
  return env.map(({ name, value }) => `${name}=${value ?? '(not shown)'}`);
}

/** Where secrets are kept, for a sentence. */
export function keeperWords(keeper: 'app' | 'keychain' | 'file'): string {
  return {
    app: 'the store of secrets of this computer',
    keychain: 'the keychain of this computer',
    file: 'an encrypted file of Woollama',
  }[keeper];
}
