/** How many answers of our models each server gets in any hour. */
export interface SamplingBudget {
  hasRoom(server: string): boolean;
  /** False when the hour's answers were given already; then nothing is counted. */
  take(server: string): boolean;
}

const HOUR_MS = 3_600_000;

export function createSamplingBudget(perHour: number, now: () => number): SamplingBudget {
  /** Times of the last hour, oldest first. */
  const taken = new Map<string, number[]>();

  function recent(server: string): number[] {
    const since = now() - HOUR_MS;
    const times = (taken.get(server) ?? []).filter((time) => time > since);
    if (times.length === 0) taken.delete(server);
    else taken.set(server, times);
    return times;
  }

  return {
    hasRoom: (server) => recent(server).length < perHour,
    take(server) {
      const times = recent(server);
      if (times.length >= perHour) return false;
      taken.set(server, [...times, now()]);
      return true;
    },
  };
}
