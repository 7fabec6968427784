/** The part of pidusage we use; the package has no types of its own. */
declare module 'pidusage' {
  interface Usage {
    /** Resident bytes. */
    readonly memory: number;
  }

  /** By process id; those that ended are left out or null. Rejects when none is left. */
  const pidusage: (
    pids: readonly number[],
  ) => Promise<Readonly<Record<string, Usage | null | undefined>>>;
  // oxlint-disable-next-line import/no-default-export -- it is how the package exports
  export default pidusage;
}
