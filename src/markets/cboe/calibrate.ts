import type { QuotedChain, QuotedContract } from '../../core/chain/chain.ts';
import type { ImpliedForward } from '../../core/chain/forward.ts';
import { impliedForwards } from '../../core/chain/forward-curve.ts';
import { pairQuotes, type SideQuote } from '../../core/chain/parity-rows.ts';
import type { CboeChain } from './cboe-chain.ts';
import { reimplyExpiry, type VolCounts } from './reimply.ts';
import { exerciseOf } from './underlying.ts';

const YEAR_MS = 365 * 86_400_000;

/** A chain whose expiries carry forwards from parity and whose unknown vols are filled in from quotes. */
export type CalibratedChain = {
  readonly chain: QuotedChain;
  /** By settlement instant, epoch milliseconds. */
  readonly forwards: ReadonlyMap<number, ImpliedForward>;
  readonly vols: VolCounts;
};

/**
 * Gives each expiry of a document its forward and fills in unknown vols. The chain's rate becomes the middle one of
 * the expiries whose quotes tell a discount; where none does (American exercise, short expiries) it is the stated
 * rate, continuous per year.
 */
export function calibrate({ chain, symbol }: CboeChain, statedRate: number): CalibratedChain {
  const { asOfMs, spot } = chain;
  const expiries = [...Map.groupBy(chain.contracts, ({ expiryMs }) => expiryMs)].map(
    ([expiryMs, contracts]) => ({ expiryMs, contracts, years: (expiryMs - asOfMs) / YEAR_MS }),
  );
  const implied = impliedForwards(
    expiries.map(({ years, contracts }) => ({ years, quotes: pairQuotes(contracts.map(sideOf)) })),
    { spot, exercise: exerciseOf(symbol), rate: statedRate, dividendYield: 0 },
  );
  const forwards = new Map<number, ImpliedForward>();
  const filled = expiries.map(({ expiryMs, contracts, years }, index) => {
    const own = implied[index];
    if (own === undefined || years <= 0) return { contracts, counts: noVols };
    forwards.set(expiryMs, own);
    return reimplyExpiry(contracts, { ...own, spot, years });
  });
  const rates = expiries.flatMap(({ expiryMs, years }) => rateOf(forwards.get(expiryMs), years));
  return {
    chain: {
      ...chain,
      rate: middle(rates) ?? statedRate,
      contracts: filled.flatMap(({ contracts }) => contracts),
    },
    forwards,
    vols: filled.map(({ counts }) => counts).reduce(sumOf, noVols),
  };
}

function sideOf({ strike, type, bid = null, ask = null }: QuotedContract): SideQuote {
  return { strike, type, bid, ask };
}

function rateOf(implied: ImpliedForward | undefined, years: number): readonly number[] {
  const isQuoted = implied?.kind === 'parity' && implied.discountFrom === 'slope';
  return isQuoted ? [-Math.log(implied.discount) / years] : [];
}

function middle(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

const noVols: VolCounts = {
  fromOwnQuote: 0,
  fromOtherSide: 0,
  unexplained: 0,
  checked: 0,
  disagreeing: 0,
};

function sumOf(one: VolCounts, other: VolCounts): VolCounts {
  return {
    fromOwnQuote: one.fromOwnQuote + other.fromOwnQuote,
    fromOtherSide: one.fromOtherSide + other.fromOtherSide,
    unexplained: one.unexplained + other.unexplained,
    checked: one.checked + other.checked,
    disagreeing: one.disagreeing + other.disagreeing,
  };
}
