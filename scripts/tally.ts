import { z } from 'zod';

export interface Gate {
  readonly name: string;
  readonly ok: boolean;
}

export interface Runs {
  readonly gates: readonly Gate[];
  /** What vitest's JSON reporter wrote; anything else counts as a crash. */
  readonly report: unknown;
  readonly exitCode: number | null;
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

type VitestReport = z.infer<typeof vitestReport>;

/** Counts gates and tests; a crash, a file that cannot be loaded, and an empty run are failures. */
export function tally({ gates, report, exitCode }: Runs): Tally {
  const passedGates = gates.filter((gate) => gate.ok).length;
  const tests = countTests(vitestReport.safeParse(report).data, exitCode);
  return {
    passed: passedGates + tests.passed,
    failed: gates.length - passedGates + tests.failed,
    skipped: tests.skipped,
  };
}

export function renderTally({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function countTests(report: VitestReport | undefined, exitCode: number | null): Tally {
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const passed = report.numPassedTests;
  const skipped = report.numPendingTests + report.numTodoTests;
  const failed = report.numFailedTests + report.testResults.filter(failedAsWhole).length;
  const isSound = failed > 0 || (passed > 0 && exitCode === 0);
  return { passed, failed: isSound ? failed : 1, skipped };
}

/** A file whose import or hooks failed, so that none of its tests says so. */
function failedAsWhole(file: VitestReport['testResults'][number]): boolean {
  return (
    file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')
  );
}
