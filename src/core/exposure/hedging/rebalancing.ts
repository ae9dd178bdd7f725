import type { SettlementTerms } from '../../chain/settlement-terms.ts';
import type { DealerBook } from '../dealer-book.ts';
import { bookAt } from './book-at.ts';
import { dealerDeltaAt } from './dealer-delta-at.ts';
import { gammaAt } from './gamma-at.ts';
import { type BandTerms, bandHalfWidth } from './hedging-band.ts';

/** When dealers bring their hedge back to their delta. */
export type RebalancingPolicy =
  /** At every point of the path. */
  | { readonly kind: 'continuous' }
  /** At the first point at or after each multiple of so many minutes. */
  | { readonly kind: 'interval'; readonly minutes: number }
  /** Where the hedge leaves the band, back to its edge. */
  | ({ readonly kind: 'band' } & BandTerms)
  /** At the last point. */
  | { readonly kind: 'end-of-day' };

/** Spot at one time of a path; hours ascending, the first point is here and now. */
export type PathPoint = { readonly hours: number; readonly spotMove: number };

/** What dealers trade along a path under one policy; positive: they buy. */
export type Rebalancing = {
  readonly policy: RebalancingPolicy;
  readonly trades: readonly {
    readonly hours: number;
    readonly spot: number;
    readonly units: number;
  }[];
  /** Dollars bought and sold, each at its own price, both ≥ 0. */
  readonly boughtUsd: number;
  readonly soldUsd: number;
  /** Units that would still have to be bought at the end for a full hedge. */
  readonly unhedgedUnits: number;
};

/** Book at one point: what dealers have to hold, and how fast it changes. */
type Step = PathPoint & {
  readonly spot: number;
  /** Units of the underlying that hedge the book in full. */
  readonly hedge: number;
  /** Change of dealers' delta per dollar of price. */
  readonly gamma: () => number;
};

const MINUTES_PER_HOUR = 60;
/** Share of an interval by which rounding may put a point before its multiple. */
const ROUNDING = 1e-9;

/**
 * What dealers trade along a given path, vols held, under each policy. They start fully hedged. Contracts that settle
 * on the way keep the delta they ended with: closing those hedges is no re-balancing.
 */
export function rebalancings(
  book: DealerBook,
  plan: {
    readonly path: readonly PathPoint[];
    readonly policies: readonly RebalancingPolicy[];
    readonly terms: SettlementTerms;
  },
): readonly Rebalancing[] {
  const steps = plan.path.map((point) => stepAt(book, point, plan.terms));
  return plan.policies.map((policy) => follow(steps, policy));
}

function stepAt(book: DealerBook, { hours, spotMove }: PathPoint, terms: SettlementTerms): Step {
  const at = bookAt(book, { hours, terms });
  const { whole } = dealerDeltaAt(at, { spotMove, volPoints: 0 });
  const spot = book.chain.spot * (1 + spotMove);
  return { hours, spotMove, spot, hedge: -whole, gamma: () => gammaAt(at, spotMove) };
}

function follow(steps: readonly Step[], policy: RebalancingPolicy): Rebalancing {
  const [first, ...others] = steps;
  const trades: { hours: number; spot: number; units: number }[] = [];
  let held = first?.hedge ?? 0;
  let lastHours = first?.hours ?? 0;
  for (const [index, step] of others.entries()) {
    const isLast = index === others.length - 1;
    const units = unitsTraded(policy, { step, isLast, lastHours, off: step.hedge - held });
    lastHours = step.hours;
    if (units === 0) continue;
    held += units;
    trades.push({ hours: step.hours, spot: step.spot, units });
  }
  const usd = trades.map(({ spot, units }) => spot * units);
  return {
    policy,
    trades,
    boughtUsd: usd.reduce((sum, each) => sum + Math.max(0, each), 0),
    soldUsd: usd.reduce((sum, each) => sum + Math.max(0, -each), 0),
    unhedgedUnits: (steps.at(-1)?.hedge ?? 0) - held,
  };
}

type Occasion = {
  readonly step: Step;
  readonly isLast: boolean;
  /** Hours of the point before. */
  readonly lastHours: number;
  /** Units missing for a full hedge. */
  readonly off: number;
};

function unitsTraded(
  policy: RebalancingPolicy,
  { step, isLast, lastHours, off }: Occasion,
): number {
  switch (policy.kind) {
    case 'continuous':
      return off;
    case 'interval': {
      const count = (hours: number) =>
        Math.floor((hours * MINUTES_PER_HOUR) / policy.minutes + ROUNDING);
      return count(step.hours) > count(lastHours) ? off : 0;
    }
    case 'band': {
      const beyond = Math.abs(off) - bandHalfWidth(step.spot, step.gamma(), policy);
      return beyond > 0 ? Math.sign(off) * beyond : 0;
    }
    case 'end-of-day':
      return isLast ? off : 0;
  }
}
