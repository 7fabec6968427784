/** Tools by names that every model takes, and back to what their server calls them. */
export interface WireToolNames {
  readonly toWire: (name: string) => string;
  readonly fromWire: (wire: string) => string;
}

const LONGEST = 64;

export function createWireToolNames(names: readonly string[]): WireToolNames {
  const wires = new Map<string, string>();
  const owners = new Map<string, string>();
  const toWire = (name: string): string => {
    const known = wires.get(name);
    if (known !== undefined) return known;
    const wire = findFree(name.replaceAll(/[^\w-]/gu, '_'), owners);
    wires.set(name, wire);
    owners.set(wire, name);
    return wire;
  };
  // The ones that need no change first, so that no other one takes their name.
  for (const name of names) if (/^[\w-]{1,64}$/u.test(name)) toWire(name);
  for (const name of names) toWire(name);
  return { toWire, fromWire: (wire) => owners.get(wire) ?? wire };
}

function findFree(wanted: string, taken: ReadonlyMap<string, unknown>): string {
  let wire = wanted.slice(0, LONGEST);
  for (let count = 2; taken.has(wire); count += 1) {
    const suffix = `_${count}`;
    wire = wanted.slice(0, LONGEST - suffix.length) + suffix;
  }
  return wire;
}
