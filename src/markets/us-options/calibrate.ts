import type { DataCaveat, QuotedChain } from '../../core/chain/chain.ts';
import type { ImpliedForward } from '../../core/chain/forward.ts';
import { impliedForwards } from '../../core/chain/forward-curve.ts';
import { pairQuotes } from '../../core/chain/parity-rows.ts';
import { weightedMedian } from '../../core/math/weighted-median.ts';
import { YEAR_MS } from '../../core/schedule/year.ts';
import { expiryTerms } from './quote-vol.ts';
import { reimplyExpiry, type VolCounts } from './reimply.ts';
import { exerciseOf } from './underlying.ts';
import type { UsChain } from './us-chain.ts';
import {
  CLOCK_EXPIRIES,
  type ClockReading,
  fittingInstant,
  quoteInstants,
  readClock,
} from './venue-clock.ts';

/** A chain whose expiries carry forwards from parity and whose unknown vols are filled in from quotes. */
export type CalibratedChain = {
  /** Its data time is that of the quotes, which the document's own time may exceed by a weekend. */
  readonly chain: QuotedChain;
  /** By settlement instant, epoch milliseconds. */
  readonly forwards: ReadonlyMap<number, ImpliedForward>;
  readonly vols: VolCounts;
};

/**
 * Puts a document on the clock of its quotes, gives each expiry its forward and fills in unknown vols. The chain's
 * rate becomes the middle one of the expiries whose quotes tell a discount; where none does (American exercise, short
 * expiries) it is the stated rate, continuous per year.
 */
export function calibrate(parsed: UsChain, statedRate: number): CalibratedChain {
  const instants = quoteInstants(parsed);
  const likeliest = calibrateAt(parsed, { asOfMs: instants[0], statedRate });
  if (instants.length === 1) return likeliest;
  const asOfMs = fittingInstant(instants, clockReadings(parsed, likeliest));
  return asOfMs === instants[0] ? likeliest : calibrateAt(parsed, { asOfMs, statedRate });
}

function calibrateAt(
  { chain, symbol }: UsChain,
  { asOfMs, statedRate }: { readonly asOfMs: number; readonly statedRate: number },
): CalibratedChain {
  const { spot } = chain;
  const expiries = [...Map.groupBy(chain.contracts, ({ expiryMs }) => expiryMs)].map(
    ([expiryMs, contracts]) => ({ expiryMs, contracts, years: (expiryMs - asOfMs) / YEAR_MS }),
  );
  const implied = impliedForwards(
    expiries.map(({ years, contracts }) => ({ years, quotes: pairQuotes(contracts) })),
    { spot, exercise: exerciseOf(symbol), rate: statedRate, dividendYield: 0 },
  );
  const forwards = new Map<number, ImpliedForward>();
  const filled = expiries.map(({ expiryMs, contracts, years }, index) => {
    const own = implied[index];
    if (own === undefined || years <= 0) return { contracts, counts: noVols };
    forwards.set(expiryMs, own);
    return reimplyExpiry(contracts, expiryTerms(own, { spot, years }));
  });
  const vols = filled.map(({ counts }) => counts).reduce(sumOf, noVols);
  const rates = expiries.flatMap(({ expiryMs, years }) => rateOf(forwards.get(expiryMs), years));
  return {
    chain: {
      ...chain,
      asOfMs,
      rate: rates.length === 0 ? statedRate : weightedMedian(rates),
      contracts: filled.flatMap(({ contracts }) => contracts),
      caveats: [...(chain.caveats ?? []), ...volCaveats(vols)],
    },
    forwards,
    vols,
  };
}

/** Readings come from the vols that the venue itself states. */
function clockReadings(
  parsed: UsChain,
  { chain, forwards }: CalibratedChain,
): readonly ClockReading[] {
  const nearest = [...forwards]
    .filter(([, { kind }]) => kind === 'parity')
    .sort(([a], [b]) => a - b)
    .slice(0, CLOCK_EXPIRIES);
  return nearest.flatMap(([expiryMs, implied]) => {
    const contracts = parsed.chain.contracts.filter((contract) => contract.expiryMs === expiryMs);
    const years = (expiryMs - chain.asOfMs) / YEAR_MS;
    return readClock(contracts, expiryTerms(implied, { spot: chain.spot, years }));
  });
}

/** What was done about the vols that the venue left out; nothing where it left out none. */
function volCaveats({
  fromOwnQuote,
  fromOtherSide,
  unexplained,
}: VolCounts): readonly DataCaveat[] {
  const found = fromOwnQuote + fromOtherSide;
  if (found + unexplained === 0) return [];
  const still = unexplained === 0 ? '' : `, ${unexplained} are unknown`;
  return [{ kind: 'vols-from-quotes', reason: `${found} vols come from quotes${still}` }];
}

function rateOf(implied: ImpliedForward | undefined, years: number): readonly number[] {
  const isQuoted = implied?.kind === 'parity' && implied.discountFrom === 'slope';
  return isQuoted ? [-Math.log(implied.discount) / years] : [];
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
