/** What the project promises, where that was asked for, and which tests would fail without it. */

interface Promised {
  /** `area.topic`; never used twice. */
  readonly id: string;
  /** In one line. */
  readonly promise: string;
  /** Sections of `sources.ts`. */
  readonly source: readonly string[];
  /** Why we do otherwise than the source says. */
  readonly deviation?: string;
}

export interface ProvenRequirement extends Promised {
  /** Test file to titles: of a test or a describe block, `outer > inner` where one title is not enough. */
  readonly tests: Readonly<Record<string, string | readonly string[]>>;
}

export interface UnprovenRequirement extends Promised {
  readonly proof: 'none';
  readonly reason: string;
}

export type Requirement = ProvenRequirement | UnprovenRequirement;
