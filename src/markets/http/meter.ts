import type { FetchFailure, VenueMetrics } from '../market.ts';

/** What is counted of a venue's answers; breaker and tokens are known elsewhere. */
export type MeterReading = Pick<
  VenueMetrics,
  'requests' | 'notModified' | 'failures' | 'latencyMs'
>;

/** Counts requests and how they ended. */
export interface Meter {
  /** One request that ended after so many milliseconds; null where it gave what was asked for. */
  record(latencyMs: number, failure: FetchFailure | null): void;
  /** The venue confirmed the body that we had. */
  recordNotModified(): void;
  read(): MeterReading;
}

/** Latencies kept: about an hour of polls of one market. */
const LATENCIES_MAX = 100;

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** Starts from nothing; a process counts for as long as it runs. */
export function createMeter(): Meter {
  const failures: Partial<Record<FetchFailure['kind'], number>> = {};
  const latencies: number[] = [];
  let requests = 0;
  let notModified = 0;
  return {
    record(latencyMs, failure) {
      requests += 1;
      latencies.push(latencyMs);
      if (latencies.length > LATENCIES_MAX) latencies.shift();
      if (failure !== null) failures[failure.kind] = (failures[failure.kind] ?? 0) + 1;
    },
    recordNotModified() {
      notModified += 1;
    },
    read() {
      const sorted = latencies.toSorted((a, b) => a - b);
      const latencyMs =
        sorted.length === 0
          ? null
          : { median: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), count: sorted.length };
      return { requests, notModified, failures: { ...failures }, latencyMs };
    },
  };
}
