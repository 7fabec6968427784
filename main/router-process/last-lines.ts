/** The end of what a process printed, for people who ask why it stopped. */
const MOST_LINES = 50;
const LONGEST_LINE = 1_000;

export interface LastLines {
  add(text: string): void;
  lines(): readonly string[];
}

export function createLastLines(): LastLines {
  let lines: string[] = [];
  let rest = '';
  return {
    add(text) {
      const parts = (rest + text).split(/\r?\n/);
      rest = (parts.pop() ?? '').slice(-LONGEST_LINE);
      lines = [...lines, ...parts.map((line) => line.slice(0, LONGEST_LINE))].slice(-MOST_LINES);
    },
    lines: () => (rest === '' ? lines : [...lines, rest]),
  };
}
