import { existsSync } from 'node:fs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** A Chromium of this machine for the window's tests: CHROMIUM, else the usual places; undefined without one. */
export function findChromium(env = process.env, exists = existsSync) {
  return env.CHROMIUM || PLACES.find((path) => exists(path));
}
