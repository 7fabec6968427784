import { beforeEach, expect, test } from 'vitest';

import type { UpdateState } from '../bridge/channels.ts';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import { Updates, type InstallSteps, type Updater } from './updates.ts';

class FakeUpdater implements Updater {
  autoDownload = true;
  autoInstallOnAppQuit = true;
  newest: string | undefined;
  problem: Error | undefined;
  readonly did: string[] = [];
  progress: (progress: { percent: number }) => void = () => undefined;

  async checkForUpdates() {
    this.did.push('check');
    if (this.problem !== undefined) throw this.problem;
    const updateInfo = { version: this.newest ?? '1' };
    return { isUpdateAvailable: this.newest !== undefined, updateInfo };
  }

  async downloadUpdate() {
    this.did.push('download');
    this.progress({ percent: 40 });
  }

  quitAndInstall() {
    if (this.problem !== undefined) throw this.problem;
    this.did.push('install');
  }

  on(event: string, listener: unknown) {
    if (event === 'download-progress') this.progress = listener as FakeUpdater['progress'];
  }
}

let updater: FakeUpdater;
let clock: ManualClock;
let states: UpdateState[];
let loads: number;

beforeEach(() => {
  updater = new FakeUpdater();
  clock = createManualClock();
  states = [];
  loads = 0;
  mayQuit = true;
});

function create(offReason?: string): Updates {
  const load = async () => ((loads += 1), updater);
  return new Updates({ offReason, load, clock, onState: (state) => states.push(state) });
}

let mayQuit = true;
const steps: InstallSteps = {
  mayQuit: async () => mayQuit,
  endAll: async () => void updater.did.push('end'),
  relaunch: () => void updater.did.push('relaunch'),
};

async function createReady(): Promise<Updates> {
  updater.newest = '2';
  const updates = create();
  updates.start(steps);
  await updates.check();
  await updates.download();
  updater.did.length = 0;
  return updates;
}

test('nothing is downloaded or installed without a yes', async () => {
  updater.newest = '2';
  const updates = create();
  expect(await updates.check()).toEqual({ kind: 'available', version: '2' });
  expect([updater.autoDownload, updater.autoInstallOnAppQuit]).toEqual([false, false]);
  expect(updater.did).toEqual(['check']);
  expect(await updates.install()).toBe(false);
});

test('a yes downloads, another one installs after everything has ended', async () => {
  updater.newest = '2';
  const updates = create();
  updates.start(steps);
  await updates.check();
  expect(await updates.download()).toEqual({ kind: 'ready', version: '2' });
  expect(states.map(({ kind }) => kind)).toEqual([
    'checking',
    'available',
    'downloading',
    'downloading',
    'ready',
  ]);
  expect(states[3]).toMatchObject({ percent: 40 });
  expect(await updates.install()).toBe(true);
  expect(updater.did).toEqual(['check', 'download', 'end', 'install']);
});

test('who wants to stay keeps everything', async () => {
  const updates = await createReady();
  mayQuit = false;
  expect(await updates.install()).toBe(false);
  expect(updater.did).toEqual([]);
});

test('an installer that throws, or does not end the app, leaves no half app', async () => {
  const updates = await createReady();
  await updates.install();
  await clock.advance(60_000);
  expect(updater.did.slice(0, 3)).toEqual(['end', 'install', 'relaunch']);
  updater.did.length = 0;
  updater.problem = new Error('denied');
  await updates.install();
  expect(updater.did.slice(0, 2)).toEqual(['end', 'relaunch']);
});

test('a failure is a state, and the next look may succeed', async () => {
  updater.problem = new Error('no network');
  const updates = create();
  expect(await updates.check()).toEqual({ kind: 'failed', reason: 'no network' });
  updater.problem = undefined;
  expect(await updates.check()).toEqual({ kind: 'none', checkedAt: clock.now() });
  expect(loads).toBe(1);
});

test('looks by itself after a minute and once a day, until it is stopped', async () => {
  const updates = create();
  updates.start(steps);
  await clock.advance(59_000);
  expect(updater.did).toEqual([]);
  await clock.advance(1_000);
  await clock.advance(24 * 3_600_000);
  expect(updater.did).toEqual(['check', 'check']);
  updates.stop();
  expect(clock.waiting()).toBe(0);
});

test('a copy without updates says why, and loads nothing', async () => {
  const updates = create('from sources');
  updates.start(steps);
  expect(await updates.check()).toEqual({ kind: 'off', reason: 'from sources' });
  expect(await updates.download()).toEqual({ kind: 'off', reason: 'from sources' });
  expect([clock.waiting(), loads, states]).toEqual([0, 0, []]);
});
