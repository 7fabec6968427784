/**
 * A folder that looks like Electron's distribution for Linux, so that the packing can be tested
 * where the real one cannot be downloaded. Its binary holds a real fuse wire and runs nothing.
 */
import { SENTINEL } from '@electron/fuses/dist/constants.js';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILES = [
  'LICENSE',
  'LICENSES.chromium.html',
  'chrome_100_percent.pak',
  'icudtl.dat',
  'libffmpeg.so',
  'v8_context_snapshot.bin',
];

/** As the real binary comes: what Electron 45 has, everything as its makers set it. */
const FACTORY_FUSES = '101100011';

export function makeFakeElectron(dir: string, version: string): void {
  for (const folder of ['locales', 'resources']) mkdirSync(join(dir, folder), { recursive: true });
  for (const name of FILES) writeFileSync(join(dir, name), 'not the real one');
  writeFileSync(join(dir, 'locales', 'en-US.pak'), 'not the real one');
  writeFileSync(join(dir, 'version'), version);
  const wire = Buffer.concat([
    Buffer.from(SENTINEL),
    Buffer.from([1, FACTORY_FUSES.length]),
    Buffer.from(FACTORY_FUSES),
  ]);
  const binary = Buffer.concat([Buffer.from('not the real one\n'), wire, Buffer.from('\n')]);
  writeFileSync(join(dir, 'electron'), binary);
  chmodSync(join(dir, 'electron'), 0o755);
}
