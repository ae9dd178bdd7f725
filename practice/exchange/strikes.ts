import { DAY_MS, type Expiry, type Period } from './calendar.ts';
import type { Specification } from './specification.ts';

/** One zone of a ladder: which of the market's strike steps, and how far below and above the centre. */
type Zone = { readonly step: 0 | 1 | 2 | 3 | 4; readonly below: number; readonly above: number };

const LADDERS: Readonly<Record<Period, readonly Zone[]>> = {
  day: [
    { step: 0, below: 0.1, above: 0.1 },
    { step: 1, below: 0.13, above: 0.15 },
  ],
  week: [
    { step: 0, below: 0.15, above: 0.16 },
    { step: 1, below: 0.22, above: 0.3 },
  ],
  month: [
    { step: 0, below: 0.12, above: 0.12 },
    { step: 1, below: 0.32, above: 0.38 },
    { step: 2, below: 0.45, above: 1.3 },
  ],
  quarter: [
    { step: 2, below: 0.55, above: 1.4 },
    { step: 3, below: 0.7, above: 2.6 },
    { step: 4, below: 0.7, above: 3.8 },
  ],
};

/** The finest strikes are cents. */
const STRIKE_DECIMALS = 2;

/** A quarterly gets dense strikes near the money in its last hundred days. */
const DENSE_MS = 100 * DAY_MS;
const DENSE: readonly Zone[] = [
  { step: 0, below: 0.08, above: 0.08 },
  { step: 1, below: 0.3, above: 0.35 },
];

/** The strikes of one expiry in USD, ascending, around the price at which it was listed. */
export function strikesOf(
  specification: Specification,
  { expiry, listedUsd, nowMs }: { expiry: Expiry; listedUsd: number; nowMs: number },
): number[] {
  const dense = expiry.period === 'quarter' && expiry.expiryMs - nowMs < DENSE_MS ? DENSE : [];
  const strikes = new Set<number>();
  for (const { step, below, above } of [...LADDERS[expiry.period], ...dense]) {
    const stepUsd = specification.strikeStepsUsd[step];
    const last = Math.floor((listedUsd * (1 + above)) / stepUsd);
    for (let index = Math.ceil((listedUsd * (1 - below)) / stepUsd); index <= last; index++)
      strikes.add(Number((index * stepUsd).toFixed(STRIKE_DECIMALS)));
  }
  return [...strikes].sort((a, b) => a - b);
}
