import { formatTable } from '../src/cli/table.ts';

type Contender = { readonly name: string; readonly run: () => unknown };
type Measurement = { readonly name: string; readonly medianNs: number };

/** Fewer rounds leave the median at the mercy of one noisy neighbour. */
const LEAST_ROUNDS = 15;

/** A run must hand its result back: a result that somebody reads cannot be optimised away. */
function elapsedNs(run: () => unknown): number {
  const start = process.hrtime.bigint();
  const result = run();
  const end = process.hrtime.bigint();
  if (result === undefined) throw new Error('a contender must return what it computed');
  return Number(end - start);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (lower + upper) / 2;
}

/**
 * Median nanoseconds of one run of each contender, at least 15 rounds.
 * The contenders take turns inside a round, in an order that alternates, so that load and clock drift hit
 * all of them alike; the first two rounds warm the compiler up and are not counted.
 */
export function measureInterleaved(
  contenders: readonly Contender[],
  rounds: number,
): readonly Measurement[] {
  const warmUpRounds = 2;
  const samples = contenders.map((contender) => ({ ...contender, timesNs: [] as number[] }));
  const backwards = samples.toReversed();
  for (let round = -warmUpRounds; round < Math.max(rounds, LEAST_ROUNDS); round += 1) {
    for (const sample of round % 2 === 0 ? samples : backwards) {
      const timeNs = elapsedNs(sample.run);
      if (round >= 0) sample.timesNs.push(timeNs);
    }
  }
  return samples.map(({ name, timesNs }) => ({ name, medianNs: median(timesNs) }));
}

/** A contender of a topic: one run treats `items` items, and its error was measured beforehand. */
type BenchEntry = Contender & { readonly items: number; readonly error: string };

/** One line of the printed table. */
export type BenchRow = {
  readonly topic: string;
  readonly contender: string;
  readonly nsPerItem: number;
  /** How many times less than the slowest contender of the topic it takes. */
  readonly timesFaster: number;
  readonly error: string;
};

/** Measures the contenders of one topic in one run and compares their times per item. */
export function benchRows(topic: string, entries: readonly BenchEntry[]): readonly BenchRow[] {
  const measured = measureInterleaved(entries, LEAST_ROUNDS);
  const lines = entries.map((entry, index) => ({
    topic,
    contender: entry.name,
    nsPerItem: (measured[index]?.medianNs ?? Number.NaN) / entry.items,
    error: entry.error,
  }));
  const slowestNs = Math.max(...lines.map((line) => line.nsPerItem));
  return lines.map((line) => ({ ...line, timesFaster: slowestNs / line.nsPerItem }));
}

/** Median and 99th percentile of relative errors, in words for the table. */
export function describeErrors(errors: readonly number[]): string {
  const sorted = errors.toSorted((a, b) => a - b);
  const tail = sorted[Math.floor(0.99 * sorted.length)] ?? Number.NaN;
  return `median ${median(sorted).toExponential(0)}, p99 ${tail.toExponential(0)}`;
}

/** The table as text. */
export function formatRows(rows: readonly BenchRow[]): string {
  const cells = rows.map((row) => [
    row.topic,
    row.contender,
    String(Number(row.nsPerItem.toPrecision(3))),
    `${Number(row.timesFaster.toPrecision(3))}x`,
    row.error,
  ]);
  return formatTable([['topic', 'contender', 'ns per item', 'ratio', 'relative error'], ...cells]);
}
