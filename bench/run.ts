/** `npm run bench`: puts the built router under load beside a bare proxy and prints what came out. */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { CASES, type Case } from './cases.ts';
import { stopAll } from './children.ts';
import { openLab, type Lab } from './lab.ts';
import {
  measureHangUps,
  measureIdleMemory,
  measureLoadedMemory,
  measureStarts,
} from './lifetime.ts';
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
  try {
    const rows = await measureAll(run);
    const seconds = Math.round((performance.now() - begunMs) / 1000);
    const machine = `${cpus()[0]?.model ?? 'processor'} x ${availableParallelism()}`;
    console.log(`\n${renderTable(rows)}\n\n${machine}, Node ${process.version}, ${seconds} s`);
    if (run.jsonFile) {
      const report = { date: new Date().toISOString(), machine, seconds, options: run, rows };
      writeFileSync(run.jsonFile, `${JSON.stringify(report, undefined, 2)}\n`);
    }
  } finally {
    await stopAll();
  }
}

async function measureAll(run: Options): Promise<Row[]> {
  const rows: Row[] = [];
  const lab = await openLab(run);
  const { router } = lab;
  if (router && run.only === '') {
    progress('idle memory and cold starts');
    rows.push(...(await measureIdleMemory(router.pid)));
    rows.push(...(await measureStarts(lab.upstreamPort, run.coldStarts)));
  }
  for (const each of CASES) {
    if (!each.name.includes(run.only) || (each.needsRecipes && !router)) continue;
    progress(each.name);
    const rounds = await measureCase(lab, each, run);
    rows.push(...each.metrics.map((metric) => toRow(each.name, metric, rounds)));
  }
  if (run.only === '') {
    progress('hang-ups');
    rows.push(...(await measureHangUps(lab)));
    if (router) rows.push(...measureLoadedMemory(router.pid));
  }
  return rows;
}

/** One round more than counts: the first one warms everybody up. */
async function measureCase(lab: Lab, each: Case, run: Options): Promise<Round[]> {
  const timing = { warmMs: Math.round(run.slotMs * WARM_SHARE), durationMs: run.slotMs };
  lab.arrange(each.oneAtATime);
  const rounds: Round[] = [];
  for (let turn = 0; turn <= run.rounds; turn += 1) {
    const round: Record<string, Measured> = {};
    for (const participant of turnOrder(Object.keys(each.participants), turn)) {
      const plan = each.participants[participant]?.(lab.endpoints, timing);
      if (!plan) continue;
      const slot = await lab.take(participant, plan);
      if (slot.failed > 0) progress(`  ${participant} failed ${slot.failed} of ${slot.count}`);
      round[participant] = slot;
    }
    rounds.push(round);
  }
  return rounds.slice(1);
}

function progress(text: string): void {
  console.error(text);
}
