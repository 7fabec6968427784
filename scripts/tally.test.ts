import { describe, expect, it } from 'vitest';
import { renderTally, tally } from './tally.ts';

const GREEN_GATES = [
  { name: 'lint', ok: true },
  { name: 'typecheck', ok: true },
];

/** A vitest report of these files, each a list of test results. */
function report(...files: string[][]) {
  const all = files.flat();
  const count = (wanted: string) => all.filter((status) => status === wanted).length;
  return {
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numPendingTests: count('skipped'),
    numTodoTests: count('todo'),
    testResults: files.map((statuses) => ({
      status: statuses.includes('failed') ? 'failed' : 'passed',
      assertionResults: statuses.map((status) => ({ status })),
    })),
  };
}

describe('the tally', () => {
  it('counts every gate as one test', () => {
    const gates = [...GREEN_GATES, { name: 'dead', ok: false }];
    expect(tally({ gates, report: report(['passed', 'skipped', 'todo']), exitCode: 0 })).toEqual({
      passed: 3,
      failed: 1,
      skipped: 2,
    });
  });

  it('counts failed tests', () => {
    const runs = {
      gates: GREEN_GATES,
      report: report(['passed', 'failed'], ['failed']),
      exitCode: 1,
    };
    expect(tally(runs)).toEqual({ passed: 3, failed: 2, skipped: 0 });
  });

  it('counts a file that could not be loaded or set up as one failure', () => {
    const broken = { status: 'failed', assertionResults: [{ status: 'skipped' }] };
    const one = report(['passed']);
    const runs = { gates: [], report: { ...one, testResults: [broken] }, exitCode: 1 };
    expect(tally(runs)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it.each([
    ['no report', undefined],
    ['an unreadable report', { numPassedTests: 'many' }],
  ])('takes %s for a crash', (_, written) => {
    const runs = { gates: GREEN_GATES, report: written, exitCode: 0 };
    expect(tally(runs)).toEqual({ passed: 2, failed: 1, skipped: 0 });
  });

  it('does not believe a green report of a runner that failed', () => {
    expect(tally({ gates: [], report: report(['passed']), exitCode: 1 }).failed).toBe(1);
    expect(tally({ gates: [], report: report(['passed']), exitCode: null }).failed).toBe(1);
  });

  it.each([
    ['nothing ran', report()],
    ['everything was skipped', report(['skipped'])],
  ])('fails when %s', (_, written) => {
    expect(tally({ gates: GREEN_GATES, report: written, exitCode: 0 }).failed).toBe(1);
  });

  it('is one line', () => {
    expect(renderTally({ passed: 12, failed: 1, skipped: 3 })).toBe(
      '12 passed, 1 failed, 3 skipped',
    );
  });
});
