import { formatInstant } from '../../chain/instant.ts';
import { hoursOf, type SettlementTerms } from '../../chain/settlement-terms.ts';
import { dailyOf } from '../../schedule/trading-day.ts';
import type { ReactingLadder } from '../companions.ts';
import type { DealerBook } from '../dealer-book.ts';
import type { ContractExposures } from '../exposure.ts';
import { LADDER_MOVES } from '../ladder-moves.ts';
import { type Amplification, amplification, impactOfVolume } from './amplification.ts';
import { type BandedMoves, bandedMoves } from './banded-moves.ts';
import { bookAt } from './book-at.ts';
import { charmByHour } from './charm-by-hour.ts';
import { type DecomposedTrade, decompositionGrid } from './decomposition.ts';
import { thereAndBack } from './example-path.ts';
import { type FlowBudget, flowBudget } from './flow-budget.ts';
import type { BandTaste, BandTerms } from './hedging-band.ts';
import { timeAndVolOf } from './hedging-levels.ts';
import { type NeutralisingSize, neutralisingSizes } from './neutralising-size.ts';
import { reactingLadder } from './reacting-ladder.ts';
import { type Rebalancing, rebalancings } from './rebalancing.ts';

const HOUR_MS = 3_600_000;
const HOURS_PER_YEAR = 365 * 24;
const REBALANCE_MINUTES = 60;

/** What only the asker knows about a market. */
export type HedgingInputs = {
  readonly terms: SettlementTerms;
  /** Dollars traded a day in what dealers hedge with, with the place where that is stated. */
  readonly volume: { readonly usdPerDay: number; readonly source: string } | null;
  /** Dollars of one futures or perpetual contract. */
  readonly contractUsd: number | null;
  /** How often dealers of the `interval` policy trade; an hour if left out. */
  readonly rebalanceMinutes?: number;
  /** Of dealers who keep within a band; none is assumed. */
  readonly band?: BandTaste | null;
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
  /** A fall of 1 σ and back by settlement, within a day, under each policy; empty without a σ. */
  readonly rebalancing: readonly Rebalancing[];
  /** Null without a stated cost and risk aversion, as none is assumed. */
  readonly band: BandedMoves | null;
  readonly neutralisingSizes: readonly NeutralisingSize[];
  /** Null without a stated volume, as none is assumed. */
  readonly amplification: Amplification | null;
};

/** The report of a book; null where it holds no contract. */
export function hedgingReport(
  book: DealerBook,
  known: { readonly columns: ContractExposures; readonly atmVol30Day: number | null },
  inputs: HedgingInputs,
): HedgingReport | null {
  const { terms, volume, contractUsd } = inputs;
  const { columns, atmVol30Day } = known;
  const { chain } = book;
  const now = bookAt(book, { hours: 0, terms });
  const timeAndVol = timeAndVolOf(book, now, terms);
  if (timeAndVol === null) return null;
  const { settlesMs, charmUsd, vannaUsd } = timeAndVol;
  const dailySigma = atmVol30Day === null ? null : dailyOf(hoursOf(terms), atmVol30Day);
  const hours = (settlesMs - chain.asOfMs) / HOUR_MS;
  const budget = flowBudget(book, { columns, dailySigma, timeAndVol, contractUsd });
  const band = bandTermsOf(inputs, Math.exp((-chain.rate * hours) / HOURS_PER_YEAR));
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
    budget,
    decomposition: decompositionGrid(book, {
      terms,
      dailySigma,
      hours: hours > 1 ? [0, 1, hours] : [0, hours],
    }),
    rebalancing:
      dailySigma === null
        ? []
        : rebalancings(book, examplePlan(dailySigma, { hours, inputs, band })),
    band: band === null ? null : bandedMoves(book, budget.moves, { terms, band }),
    neutralisingSizes: neutralisingSizes(book, columns),
    amplification: amplificationOf(columns, dailySigma, volume),
  };
}

/** Discounted to the next settlement, at which the example path ends. */
function bandTermsOf({ band }: HedgingInputs, discount: number): BandTerms | null {
  return band === undefined || band === null ? null : { ...band, discount };
}

function examplePlan(
  dailySigma: number,
  {
    hours,
    inputs: { terms, rebalanceMinutes = REBALANCE_MINUTES },
    band,
  }: { readonly hours: number; readonly inputs: HedgingInputs; readonly band: BandTerms | null },
): Parameters<typeof rebalancings>[1] {
  return {
    path: thereAndBack(dailySigma, { hours, intervalMinutes: rebalanceMinutes }),
    policies: [
      { kind: 'continuous' },
      { kind: 'interval', minutes: rebalanceMinutes },
      ...(band === null ? [] : [{ kind: 'band', ...band } as const]),
      { kind: 'end-of-day' },
    ],
    terms,
  };
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
