/**
 * Draws resources/icons: the app's icon and the tray's, one per state. Run it after a change here;
 * the pictures are kept in the repository, so that a build needs no drawing program.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

const DIR = join(import.meta.dirname, '..', 'resources', 'icons');
/** Points looked at in each direction of one pixel, for smooth edges. */
const SAMPLES = 4;

const VIOLET = [109, 76, 219];
const INDIGO = [58, 42, 140];
const WHITE = [255, 255, 255];
const BLACK = [0, 0, 0];
const GREY = [140, 140, 150];
const BADGES = {
  idle: undefined,
  busy: { shape: 'dot', colour: [46, 134, 255] },
  'needs-you': { shape: 'mark', colour: [245, 124, 0] },
  degraded: { shape: 'triangle', colour: [242, 183, 5] },
  stopped: { shape: 'cross', colour: [217, 48, 62] },
};

/** Shapes take a point in a square from 0 to 1, y down, and say whether it is inside. */
const segment = (x, y, [ax, ay, bx, by, width]) => {
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy) <= width;
};

/** A `w` of two round bows, as of wool. `size` is half its width. */
const letter = (x, y, [cx, cy, size, width]) => {
  const radius = size / 2;
  const stem = (at) => segment(x, y, [cx + at, cy - size * 0.62, cx + at, cy + 0.001, width]);
  const bow = (at) => y >= cy && Math.abs(Math.hypot(x - cx - at, y - cy) - radius) <= width;
  return stem(-size) || stem(0) || stem(size) || bow(-radius) || bow(radius);
};

const roundedSquare = (x, y, radius) => {
  const reach = 0.46 - radius;
  const dx = Math.max(Math.abs(x - 0.5) - reach, 0);
  const dy = Math.max(Math.abs(y - 0.5) - reach, 0);
  return Math.hypot(dx, dy) <= radius;
};

const BADGE_SHAPES = {
  dot: (x, y) => Math.hypot(x - 0.78, y - 0.76) <= 0.2,
  mark: (x, y) =>
    Math.hypot(x - 0.8, y - 0.92) <= 0.07 || segment(x, y, [0.8, 0.52, 0.8, 0.74, 0.065]),
  triangle: (x, y) => y >= 0.5 && y <= 0.96 && Math.abs(x - 0.76) <= (y - 0.5) * 0.52,
  cross: (x, y) =>
    segment(x, y, [0.64, 0.62, 0.92, 0.9, 0.065]) || segment(x, y, [0.92, 0.62, 0.64, 0.9, 0.065]),
};

const appIcon = (x, y) => {
  if (!roundedSquare(x, y, 0.21)) return undefined;
  if (letter(x, y, [0.5, 0.53, 0.25, 0.052])) return WHITE;
  return VIOLET.map((from, at) => from + (INDIGO[at] - from) * y);
};

/** Around a badge the letter leaves a gap, so that both can be told apart at 16 pixels. */
const trayIcon = (badge, template) => (x, y) => {
  if (badge !== undefined) {
    if (BADGE_SHAPES[badge.shape](x, y)) return template ? BLACK : badge.colour;
    if (Math.hypot(x - 0.78, y - 0.76) <= 0.31) return undefined;
  }
  if (!letter(x, y, [0.5, 0.5, 0.36, 0.085])) return undefined;
  if (template) return BLACK;
  return badge?.shape === 'cross' ? GREY : [139, 108, 245];
};

function paint(size, colourAt) {
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const pixel = mix(samplesOf(column, row, size).map(([x, y]) => colourAt(x, y)));
      rows.set(pixel, row * (size * 4 + 1) + 1 + column * 4);
    }
  }
  return encodePng(size, rows);
}

function samplesOf(column, row, size) {
  const offsets = Array.from({ length: SAMPLES }, (_, at) => (at + 0.5) / SAMPLES);
  return offsets.flatMap((dy) => offsets.map((dx) => [(column + dx) / size, (row + dy) / size]));
}

function mix(colours) {
  const seen = colours.filter((colour) => colour !== undefined);
  if (seen.length === 0) return [0, 0, 0, 0];
  const mean = (at) => Math.round(seen.reduce((sum, colour) => sum + colour[at], 0) / seen.length);
  return [mean(0), mean(1), mean(2), Math.round((255 * seen.length) / colours.length)];
}

function encodePng(size, rows) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(rows, { level: 9 });
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  const sum = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

mkdirSync(DIR, { recursive: true });
const write = (name, size, colourAt) =>
  writeFileSync(join(DIR, `${name}.png`), paint(size, colourAt));

write('icon', 1024, appIcon);
for (const [state, badge] of Object.entries(BADGES)) {
  write(`tray-${state}`, 24, trayIcon(badge, false));
  write(`tray-${state}@2x`, 48, trayIcon(badge, false));
  // macOS wants black on clear, and `Template` at the end of the name.
  write(`tray-${state}Template`, 18, trayIcon(badge, true));
  write(`tray-${state}Template@2x`, 36, trayIcon(badge, true));
}
