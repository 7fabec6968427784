/** `npm run bench`: puts the built router under load beside a bare proxy and prints what came out. */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { CASES, type Case } from './cases.ts';
import { stopAll } from './children.ts';
import { openLab, type Lab } from './lab.ts';
import {
  measureHangUps,
  measureIdleMemory,
  measureLoadedMemory,
  measureStarts,
} from './lifetime.ts';
import { MCP_CASES } from './mcp-cases.ts';
import { toRow, turnOrder, type Measured, type Round, type Row } from './measure.ts';
import { HELP, parseOptions, type Options } from './options.ts';
import { renderTable } from './report.ts';

/** Share of a slot that is not counted. */
const WARM_SHARE = 0.25;

const options = parseOptions(process.argv.slice(2));
if (options) await bench(options);
else console.log(HELP);

async function bench(run: Options): Promise<void> {
  const begunMs = performance.now();
  const [load = 0] = loadavg();
  try {
    const rows = await measureAll(run);
    const seconds = Math.round((performance.now() - begunMs) / 1000);
    const machine = `${cpus()[0]?.model ?? 'processor'} x ${availableParallelism()}`;
    console.log(`\n${renderTable(rows)}\n`);
    console.log(
      `${machine}, Node ${process.version}, ${seconds} s; load before: ${load.toFixed(1)}`,
    );
    if (run.jsonFile) {
      const report = { date: new Date().toISOString(), machine, load, seconds, options: run, rows };
      writeFileSync(run.jsonFile, `${JSON.stringify(report, undefined, 2)}\n`);
    }
  } finally {
    await stopAll();
  }
}

async function measureAll(run: Options): Promise<Row[]> {
  const lab = await openLab(run);
  const { router } = lab;
  const whole = run.only === '';
  const wanted = [...CASES, ...MCP_CASES].filter(
    ({ name, needsRecipes }) => name.includes(run.only) && (router || !needsRecipes),
  );
  const cases = wanted.filter(({ needsMcp }) => !needsMcp);
  const rows: Row[] = [];
  if (router && whole) {
    rows.push(...(await measured('idle memory', () => measureIdleMemory(router.pid))));
    const starts = () => measureStarts(lab.upstreamPort, run.coldStarts);
    rows.push(...(await measured('cold starts', starts)));
  }
  rows.push(...(await measureCases(lab, cases, run)));
  if (whole) rows.push(...(await measured('hang-ups', () => measureHangUps(lab))));
  if (router && whole) rows.push(...measureLoadedMemory(router.pid));
  // Last, because more programs run from here on.
  const mcpCases = wanted.filter(({ needsMcp }) => needsMcp);
  if (mcpCases.length > 0) await lab.startMcp();
  rows.push(...(await measureCases(lab, mcpCases, run)));
  return rows;
}

/** What cannot be measured costs its own rows only. */
async function measured(name: string, measure: () => Promise<Row[]>): Promise<Row[]> {
  console.error(name);
  try {
    return await measure();
  } catch (error) {
    console.error(`  ${String(error)}`);
    process.exitCode = 1;
    return [{ measure: name, unit: '', value: Number.NaN, ok: false }];
  }
}

async function measureCases(lab: Lab, cases: readonly Case[], run: Options): Promise<Row[]> {
  const rows: Row[] = [];
  for (const each of cases) {
    const measure = async () => {
      const rounds = await takeRounds(lab, each, run);
      return each.metrics.map((metric) => toRow(each.name, metric, rounds));
    };
    rows.push(...(await measured(each.name, measure)));
  }
  return rows;
}

/** One round more than counts: the first one warms everybody up. */
async function takeRounds(lab: Lab, each: Case, run: Options): Promise<Round[]> {
  const timing = { warmMs: Math.round(run.slotMs * WARM_SHARE), durationMs: run.slotMs };
  lab.arrange(each.oneAtATime);
  const rounds: Round[] = [];
  for (let turn = 0; turn <= run.rounds; turn += 1) {
    const round: Record<string, Measured> = {};
    for (const participant of turnOrder(Object.keys(each.participants), turn)) {
      const plan = each.participants[participant]?.(lab.endpoints, timing);
      if (!plan) continue;
      const slot = await lab.take(participant, plan);
      if (slot.failed > 0) console.error(`  ${participant} failed ${slot.failed} of ${slot.count}`);
      round[participant] = slot;
    }
    rounds.push(round);
  }
  return rounds.slice(1);
}
