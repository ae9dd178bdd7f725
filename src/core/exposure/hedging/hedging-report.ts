import { formatInstant } from '../../chain/instant.ts';
import type { SettlementTerms } from '../../chain/settlement-terms.ts';
import type { ReactingLadder } from '../companions.ts';
import type { DealerBook } from '../dealer-book.ts';
import type { ContractExposures } from '../exposure.ts';
import { type Amplification, amplification, impactOfVolume } from './amplification.ts';
import { bookAt } from './book-at.ts';
import { charmByHour } from './charm-by-hour.ts';
import { type DecomposedTrade, decompositionGrid } from './decomposition.ts';
import { type FlowBudget, flowBudget } from './flow-budget.ts';
import { timeAndVolOf } from './hedging-levels.ts';
import { type NeutralisingSize, neutralisingSizes } from './neutralising-size.ts';
import { reactingLadder } from './reacting-ladder.ts';
import { type PathPoint, type Rebalancing, rebalancings } from './rebalancing.ts';

const HOUR_MS = 3_600_000;
/** Fractions of spot, as in messages. */
const LADDER_MOVES = [-0.02, -0.01, -0.005, 0.005, 0.01, 0.02];
/** Points of the example path; each re-prices the book. */
const PATH_STEPS = 8;
const POLICIES = [
  { kind: 'continuous' },
  { kind: 'interval', minutes: 60 },
  { kind: 'end-of-day' },
] as const;

/** What only the asker knows about a market. */
export type HedgingInputs = {
  readonly terms: SettlementTerms;
  /** Dollars traded a day in what dealers hedge with, with the place where that is stated. */
  readonly volume: { readonly usdPerDay: number; readonly source: string } | null;
  /** Dollars of one futures or perpetual contract. */
  readonly contractUsd: number | null;
};

/** What moves dealers, in dollars, positive where they buy; shown in `analyze` beside its six moves. */
export type HedgingReport = {
  /** Of the next settlement, ISO instant. */
  readonly settles: string;
  readonly charmUsd: number;
  /** For −1 point of 30-day vol, other expiries × √(30 days/T), at most 1.5. */
  readonly vannaUsd: number;
  readonly reacting: ReactingLadder | null;
  readonly charmByHour: readonly {
    readonly until: string;
    readonly charmUsd: number;
    readonly expiryUnwindUsd: number;
  }[];
  /** Daily σ from 30-day vol, fraction of spot; null where the chain does not span 30 days. */
  readonly dailySigma: number | null;
  readonly budget: FlowBudget;
  readonly decomposition: readonly DecomposedTrade[];
  /** A fall of 1 σ by half-way to settlement and back again, under three policies; empty without a σ. */
  readonly rebalancing: readonly Rebalancing[];
  readonly neutralisingSizes: readonly NeutralisingSize[];
  /** Null without a stated volume, as none is assumed. */
  readonly amplification: Amplification | null;
};

/** The report of a book; null where it holds no contract. */
export function hedgingReport(
  book: DealerBook,
  known: { readonly columns: ContractExposures; readonly atmVol30Day: number | null },
  { terms, volume, contractUsd }: HedgingInputs,
): HedgingReport | null {
  const { columns, atmVol30Day } = known;
  const { chain } = book;
  const now = bookAt(book, { hours: 0, terms });
  const timeAndVol = timeAndVolOf(book, now, terms);
  if (timeAndVol === null) return null;
  const { settlesMs, charmUsd, vannaUsd } = timeAndVol;
  const dailySigma = dailySigmaOf(atmVol30Day, terms);
  const hours = (settlesMs - chain.asOfMs) / HOUR_MS;
  return {
    settles: formatInstant(settlesMs),
    charmUsd,
    vannaUsd,
    reacting: reactingLadder(chain, now, LADDER_MOVES),
    charmByHour: charmByHour(book, settlesMs, terms).map(({ untilMs, ...trade }) => ({
      until: formatInstant(untilMs),
      ...trade,
    })),
    dailySigma,
    budget: flowBudget(book, { columns, dailySigma, timeAndVol, contractUsd }),
    decomposition: decompositionGrid(book, {
      terms,
      dailySigma,
      hours: hours > 1 ? [0, 1, hours] : [0, hours],
    }),
    rebalancing:
      dailySigma === null
        ? []
        : rebalancings(book, { path: thereAndBack(dailySigma, hours), policies: POLICIES, terms }),
    neutralisingSizes: neutralisingSizes(book, columns),
    amplification: amplificationOf(columns, dailySigma, volume),
  };
}

/** σ√(1 day): a year has 252 days where markets close and 365 where they do not. */
function dailySigmaOf(vol: number | null, { daily }: SettlementTerms): number | null {
  const daysPerYear = daily === 'us-close' ? 252 : 365;
  return vol === null ? null : vol / Math.sqrt(daysPerYear);
}

/** Down one σ and back in straight lines; a σ of the whole price or more stops short of it. */
function thereAndBack(dailySigma: number, hours: number): readonly PathPoint[] {
  const LOWEST = -0.9;
  return Array.from({ length: PATH_STEPS + 1 }, (_, index) => {
    const share = index / PATH_STEPS;
    const depth = 1 - Math.abs(2 * share - 1);
    return { hours: hours * share, spotMove: Math.max(LOWEST, -dailySigma * depth) };
  });
}

function amplificationOf(
  { gex }: ContractExposures,
  dailySigma: number | null,
  volume: HedgingInputs['volume'],
): Amplification | null {
  if (dailySigma === null || volume === null) return null;
  const gexUsd = gex.reduce((sum, each) => sum + each, 0);
  return amplification(gexUsd, impactOfVolume({ dailySigma, ...volume }));
}
