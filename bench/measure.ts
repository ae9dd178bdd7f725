export type Contender = { readonly name: string; readonly run: () => unknown };
export type Measurement = { readonly name: string; readonly medianNs: number };

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

/** One line of the printed table: a contender's time for one item, its distance to the rival, its error. */
export type BenchRow = {
  readonly topic: string;
  readonly contender: string;
  readonly nsPerItem: number;
  /** Time of the slowest contender of the topic divided by this one's. */
  readonly timesFaster: number;
  /** What the error is and how large, or where it is not measured. */
  readonly error: string;
};

/** The table as text, for `npm run bench`. */
export function formatRows(rows: readonly BenchRow[]): string {
  const head = ['topic', 'contender', 'ns per item', 'ratio', 'error'];
  const cells = rows.map((row) => [
    row.topic,
    row.contender,
    row.nsPerItem.toPrecision(4),
    `${row.timesFaster.toPrecision(3)}x`,
    row.error,
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map((line) => line[column]?.length ?? 0)),
  );
  return [head, ...cells]
    .map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n');
}
